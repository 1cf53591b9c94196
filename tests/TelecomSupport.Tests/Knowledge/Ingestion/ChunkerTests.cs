using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class ChunkerTests
{
    private const int Budget = 60;
    private readonly Chunker chunker = new(Budget, 12);

    [Property(Arbitrary = [typeof(ChunkerTests.Documents)], MaxTest = 300)]
    public void Chunk_AnyDocument_CoversEveryWordInOrder(ParsedDocument document)
    {
        var passages = chunker.Chunk(document, "a.md");
        Assert.Equal(Enumerable.Range(0, passages.Count), passages.Select(passage => passage.Ordinal));
        // Every word of the generated documents is unique, so a word's first appearance gives its place.
        var words = passages.SelectMany(passage => Words(passage.Text)).Distinct();
        Assert.Equal(document.Blocks.SelectMany(block => Words(block.Text)).Distinct(), words);
    }

    [Property(Arbitrary = [typeof(ChunkerTests.Documents)], MaxTest = 300)]
    public void Chunk_AnyDocument_KeepsToTheBudgetButForOneRowOrStep(ParsedDocument document)
    {
        foreach (var passage in chunker.Chunk(document, "a.md"))
        {
            var tokens = TokenCounter.Count(passage.Text);
            var whole = document.Blocks.Any(block => block.Kind != BlockKind.Paragraph && block.Parts.Any(part => passage.Text.Contains(part)));
            Assert.InRange(tokens, 1, whole ? Budget * 2 : Budget);
        }
    }

    [Property(Arbitrary = [typeof(ChunkerTests.Documents)], MaxTest = 300)]
    public void Chunk_AnyDocument_TearsNoBlockThatFits(ParsedDocument document)
    {
        var passages = chunker.Chunk(document, "a.md");
        foreach (var block in document.Blocks.Where(block => TokenCounter.Count(block.Text) <= Budget))
        {
            Assert.Contains(passages, passage => passage.Text.Contains(block.Text) && passage.HeadingPath.SequenceEqual(block.HeadingPath));
        }
    }

    [Fact]
    public void Chunk_SectionWithQuestions_EachOfItsPassagesHasThemAndNoText()
    {
        DocumentBlock[] blocks =
        [
            new(BlockKind.Questions, ["Voicemail"], ["is my answering machine full?"]),
            new(BlockKind.Paragraph, ["Voicemail"], [string.Join(' ', Enumerable.Range(0, Budget).Select(i => $"Word{i}."))]),
            new(BlockKind.Paragraph, ["Roaming"], ["Abroad."]),
        ];
        var passages = chunker.Chunk(new("Help", new Dictionary<string, string>(), blocks), "a.md");
        Assert.Equal(
            [.. passages.SkipLast(1).Select(_ => "is my answering machine full?"), ""],
            passages.Select(passage => string.Join('|', passage.Questions)));
        Assert.True(passages.Count > 2);
        Assert.DoesNotContain(passages, passage => passage.Text.Contains("answering machine"));
        var without = chunker.Chunk(new("Help", new Dictionary<string, string>(), blocks[1..]), "a.md");
        Assert.Equal(passages[^1].Id, without[^1].Id);
        Assert.NotEqual(passages[0].Id, without[0].Id);
    }

    [Fact]
    public void Chunk_FarTooManyQuestions_TakesTheFirstShortOnes()
    {
        string[] questions = [new string('x', 10_000), .. Enumerable.Range(0, 1000).Select(i => $"question {i}")];
        DocumentBlock[] blocks = [new(BlockKind.Questions, [], questions), new(BlockKind.Paragraph, [], ["Text."])];
        Assert.Equal(questions[1..51], Assert.Single(chunker.Chunk(new("Help", new Dictionary<string, string>(), blocks), "a.md")).Questions);
    }

    [Property(Arbitrary = [typeof(ChunkerTests.Documents)], MaxTest = 200)]
    public void Chunk_SectionInserted_LeavesTheOtherIds(ParsedDocument document, PositiveInt place)
    {
        var before = chunker.Chunk(document, "a.md").Select(passage => passage.Id).ToHashSet();
        Assert.Equal(before.Count, chunker.Chunk(document, "a.md").Count);
        // A section starts where the heading changes.
        var starts = Enumerable.Range(0, document.Blocks.Count)
            .Where(i => i == 0 || !document.Blocks[i].HeadingPath.SequenceEqual(document.Blocks[i - 1].HeadingPath)).ToList();
        var at = starts[place.Get % starts.Count];
        var inserted = new DocumentBlock(BlockKind.Paragraph, ["Inserted section"], ["Wholly new."]);
        var changed = document with { Blocks = [.. document.Blocks.Take(at), inserted, .. document.Blocks.Skip(at)] };
        var after = chunker.Chunk(changed, "a.md").Select(passage => passage.Id).ToHashSet();
        Assert.Single(after.Except(before));
        Assert.Subset(after, before);
    }

    [Fact]
    public void Chunk_LongTable_RepeatsItsHeader()
    {
        var rows = Enumerable.Range(1, 20).Select(i => $"| code {i} | meaning number {i} |").ToList();
        var passages = Chunk("Codes:\n\n| Code | Meaning |\n|---|---|\n" + string.Join('\n', rows));
        Assert.True(passages.Count > 1);
        Assert.StartsWith("Codes:\n\n| Code |", passages[0].Text);
        Assert.All(passages.Skip(1), passage => Assert.StartsWith("| Code | Meaning |\n|---|---|\n| code ", passage.Text));
        Assert.Equal(rows, passages.SelectMany(passage => passage.Text.Split('\n').Where(line => line.StartsWith("| code", StringComparison.Ordinal))));
    }

    [Fact]
    public void Chunk_LongProcedure_IsCutBetweenNumberedSteps()
    {
        var steps = Enumerable.Range(1, 12).Select(i => $"{i}. Press the button number {i}, then wait for the light.\n   It turns green.").ToList();
        var passages = Chunk(string.Join('\n', steps));
        Assert.True(passages.Count > 1);
        Assert.All(passages, passage => Assert.Matches(@"^\d+\. Press", passage.Text));
        Assert.All(steps, step => Assert.Single(passages, passage => passage.Text.Contains(step)));
    }

    [Fact]
    public void Chunk_IntroductionOfAProcedure_StaysWithIt()
    {
        var filler = string.Join(' ', Enumerable.Range(1, 18).Select(i => $"Filler {i}."));
        var steps = string.Join('\n', Enumerable.Range(1, 4).Select(i => $"{i}. Do the thing {i}."));
        var passages = Chunk($"{filler}\n\nTo reset it:\n\n{steps}");
        Assert.Equal([filler, $"To reset it:\n\n{steps}"], passages.Select(passage => passage.Text));
    }

    [Fact]
    public void Chunk_LongProse_OverlapsByWholeSentencesInsideItsSection()
    {
        var sentences = Enumerable.Range(1, 30).Select(i => $"Sentence {i} says it.").ToList();
        var passages = Chunk("## A\n" + string.Join(' ', sentences) + "\n## B\nOther section.");
        var first = passages.Where(passage => passage.Section == "A").ToList();
        Assert.True(first.Count > 1);
        foreach (var (one, next) in first.Zip(first.Skip(1)))
        {
            var lastTwo = string.Join(' ', one.Text.Split(". ")[^2..]);
            Assert.StartsWith(lastTwo.Split(' ')[0], next.Text);
            Assert.Contains(next.Text[..next.Text.IndexOf('.')], one.Text);
        }

        Assert.Equal("Other section.", passages.Single(passage => passage.Section == "B").Text);
    }

    [Fact]
    public void Chunk_SameTextTwice_HasTwoIds()
    {
        var passages = Chunk("## A\nSame.\n## B\nx\n## A\nSame.\n");
        Assert.Equal(3, passages.Select(passage => passage.Id).Distinct().Count());
    }

    [Fact]
    public void Chunk_OtherDocumentOrHeading_HasOtherIds()
    {
        var document = Reading.Read("a.md", "## A\nSame.\n## B\nSame.\n");
        var ids = chunker.Chunk(document, "a.md").Concat(chunker.Chunk(document, "b.md")).Select(passage => passage.Id);
        Assert.Equal(4, ids.Distinct().Count());
    }

    [Fact]
    public void Chunk_NothingSaid_MakesNoPassage() => Assert.Equal(["Text."], Chunk("## A\n-\n-\n\n## B\nText.\n").Select(passage => passage.Text));

    [Fact]
    public void Chunk_EndlessWord_IsCutAtTheBudget() =>
        Assert.All(Chunk(new string('a', 5000)), passage => Assert.InRange(TokenCounter.Count(passage.Text), 1, Budget));

    private IReadOnlyList<Passage> Chunk(string markdown) => chunker.Chunk(Reading.Read("a.md", markdown), "a.md");

    private static string[] Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static class Documents
    {
        public static Arbitrary<ParsedDocument> Any() => Arb.From(
            from sections in Gen.Choose(1, 5)
            from blocks in Gen.ArrayOf(Block(), sections * 3)
            select Number(sections, blocks));

        private static Gen<(BlockKind Kind, int[] Sizes)> Block() =>
            from kind in Gen.Elements(BlockKind.Paragraph, BlockKind.Paragraph, BlockKind.List, BlockKind.Table, BlockKind.Code)
            from parts in Gen.Choose(1, kind == BlockKind.Paragraph ? 1 : 12)
            from sizes in Gen.ArrayOf(Gen.Frequency((8, Gen.Choose(1, 12)), (1, Gen.Choose(13, 90))), parts)
            select (kind, sizes);

        // Words are numbered through the document; about every seventh ends a sentence, and some paragraphs introduce what follows.
        private static ParsedDocument Number(int sections, (BlockKind Kind, int[] Sizes)[] blocks)
        {
            var word = 0;
            string Text(int size) => string.Join(' ', Enumerable.Range(0, size).Select(i => $"W{word++}{(i % 7 == 6 ? "." : "")}"));
            return new("Title", new Dictionary<string, string>(), [.. blocks.Select((block, i) =>
            {
                var path = new[] { $"Section {i * sections / blocks.Length}" };
                return block.Kind switch
                {
                    BlockKind.Table => new DocumentBlock(block.Kind, path, [.. block.Sizes.Select(size => $"| {Text(size)} |")]) { Lead = $"| h{i} |\n| --- |" },
                    BlockKind.Code => new DocumentBlock(block.Kind, path, [.. block.Sizes.Select(Text)]) { Lead = "```", Tail = "```" },
                    BlockKind.List => new DocumentBlock(block.Kind, path, [.. block.Sizes.Select((size, n) => $"{n + 1}. {Text(size)}")]),
                    _ => new DocumentBlock(block.Kind, path, [Text(block.Sizes[0] * 2) + (i % 3 == 0 ? ":" : ".")]),
                };
            })]);
        }
    }
}
