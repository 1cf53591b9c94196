using System.Text;
using TelecomSupport.Knowledge.Ingestion;
using static TelecomSupport.Tests.Knowledge.Ingestion.Reading;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class MarkdownReaderTests
{
    [Fact]
    public void Read_FrontMatter_GivesTitleAndMetadata()
    {
        var document = Read("a.md", "---\ntitle: \"SIM: swap\"\nproduct: [Mobile, eSIM]\nnested:\n  deep:\n    er: 1\nUpdated: 2025-03-01\n---\n# Swap\n\nText.\n");
        Assert.Equal("SIM: swap", document.Title);
        Assert.Equal("Mobile, eSIM", document.Metadata["product"]);
        Assert.Equal("2025-03-01", document.Metadata["updated"]);
        Assert.Equal(["Swap"], Assert.Single(document.Blocks).HeadingPath);
    }

    [Fact]
    public void Read_MalformedFrontMatter_IsRefusedWithItsLine() =>
        Assert.Equal("The front matter is not valid YAML at line 3.", Refusal("a.md", "---\ntitle: ok\nproduct: \"open\n---\nText\n"));

    [Fact]
    public void Read_DeeplyNestedFrontMatter_DoesNotOverflow() =>
        Assert.Contains("front matter", Refusal("a.md", "---\nx: " + new string('[', 15_000) + "\n---\nText\n"));

    [Fact]
    public void Read_RuleAtStart_IsNotFrontMatter() => Assert.Contains(Read("a.md", "---\nJust text\n---\nMore\n").Blocks, block => block.Text == "More");

    [Fact]
    public void Read_Headings_MakePathsWithoutTheTitle()
    {
        var document = Read("a.md", "# Router\nIntro\n## Reset `now` {#reset}\nA\n#### Deep & *nested* [link](https://x.example)\nB\n## Other\nC\n");
        Assert.Equal("Router", document.Title);
        Assert.Equal(["", "Reset now", "Reset now/Deep & nested link", "Other"], document.Blocks.Select(block => string.Join('/', block.HeadingPath)));
    }

    [Fact]
    public void Read_SeveralTopHeadings_KeepsThemAndNamesTheFile()
    {
        var document = Read("user-guide.md", "# One\nA\n# Two\nB\n");
        Assert.Equal("User guide", document.Title);
        Assert.Equal(["One", "Two"], document.Blocks.Select(block => block.HeadingPath.Single()));
    }

    [Fact]
    public void Read_TableListCode_AreSlicesOfTheSource()
    {
        const string Text = "Para **bold**\nnext.\n\n1. One\n   - sub\n2. Two\n\n| A | B |\n|---|:-:|\n| 1 | x \\| y |\n| 2 | `z` |\n\n```bash\nls\n\ncat\n```\n\n> Note\n> this\n";
        var document = Read("a.md", Text.ReplaceLineEndings("\r\n"));
        Assert.Equal([BlockKind.Paragraph, BlockKind.List, BlockKind.Table, BlockKind.Code, BlockKind.Paragraph], document.Blocks.Select(block => block.Kind));
        Assert.Equal(Text.TrimEnd(), string.Join("\n\n", document.Blocks.Select(block => block.Text)));
        Assert.Equal(["1. One\n   - sub", "2. Two"], document.Blocks[1].Parts);
        Assert.Equal("| A | B |\n|---|:-:|", document.Blocks[2].Lead);
    }

    [Fact]
    public void Read_LazilyNumberedSteps_GetTheirNumbers() =>
        Assert.Equal(["3. A", "4. B", "5. C"], Read("a.md", "3. A\n3. B\n3. C\n").Blocks.Single().Parts);

    [Fact]
    public void Read_Html_IsReadWithoutCommentsAndScripts()
    {
        var document = Read("a.md", "A\n\n<!-- hidden -->\n\n<script>\nalert(1)\n</script>\n\n<table><tr><th>LED</th><th>Means</th></tr><tr><td>red</td><td>down</td></tr></table>\n");
        Assert.Equal(["A", "| LED | Means |\n| --- | --- |\n| red | down |"], document.Blocks.Select(block => block.Text));
    }

    [Fact]
    public void Read_CommentWithQuestions_GivesTheQuestionsOfTheSection()
    {
        var document = Read("a.md", "## Voicemail\n\n<!-- questions:\nnobody can leave me a message\n\n- answering machine full?\n-->\n\nDelete a few.\n");
        var questions = document.Blocks.Single(block => block.Kind == BlockKind.Questions);
        Assert.Equal(["nobody can leave me a message", "answering machine full?"], questions.Parts);
        Assert.Equal("Delete a few.", document.Blocks.Single(block => block.Kind != BlockKind.Questions).Text);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("![](")]
    [InlineData("*a **b ")]
    [InlineData("`a``b")]
    [InlineData("a|")]
    [InlineData("[a]: ")]
    public void Read_UnclosedMarkup_TakesNoQuadraticTime(string markup)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        Read("a.md", string.Concat(Enumerable.Repeat(markup, 100_000)));
        // Linear it takes well under a second; the parser's own handling of these took minutes.
        Assert.InRange(time.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Read_DeeplyNestedQuotes_IsRefused() => Assert.Contains("damaged", Refusal("a.md", new string('>', 100_000) + " x"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("---\ntitle: x\n---\n")]
    [InlineData("# Only a heading\n")]
    [InlineData("# A heading\n\n<!-- questions:\nwhere is it?\n-->\n")]
    public void Read_NoText_IsRefused(string text) => Assert.Matches("empty|no text", Refusal("a.md", Encoding.UTF8.GetBytes(text)));
}
