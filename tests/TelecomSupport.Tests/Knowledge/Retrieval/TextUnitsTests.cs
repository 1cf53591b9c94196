using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class TextUnitsTests
{
    [Fact]
    public void Split_Sentences_EndWhereSentencesDo()
    {
        const string Text = "Use e.g. port 8.5 first. Then \"stop.\" Is `a. B` fine? Yes";

        Assert.Equal(["Use e.g. port 8.5 first.", "Then \"stop.\"", "Is `a. B` fine?", "Yes"], TextUnits.Split(Text).Select(unit => unit.In(Text)));
    }

    [Fact]
    public void Split_ListTableAndCode_AreUnitsOfTheirBlocks()
    {
        const string Text = "Do this:\n\n1. Open it.\n   Wait.\n2. Close it.\n   - inner\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```bash\nls\n\npwd\n```\nEnd.";

        var units = TextUnits.Split(Text);

        Assert.Equal(
            [UnitKind.Sentence, UnitKind.Step, UnitKind.Step, UnitKind.Bullet, UnitKind.TableHead, UnitKind.Row, UnitKind.Code, UnitKind.Sentence],
            units.Select(unit => unit.Kind));
        Assert.Equal([0, 1, 1, 1, 2, 2, 3, 4], units.Select(unit => unit.Block));
        Assert.Equal("1. Open it.\n   Wait.", units[1].In(Text));
        Assert.Equal("```bash\nls\n\npwd\n```", units[6].In(Text));
    }

    [Fact]
    public void Split_Anything_LeavesOutOnlyWhiteSpace()
    {
        const string Text = "A.\n- b\n  c\n\n  d\n| x |\n```\nopen";

        var units = TextUnits.Split(Text);

        var left = Text.Where((letter, i) => !char.IsWhiteSpace(letter) && !units.Any(unit => i >= unit.Start && i < unit.End));
        Assert.Empty(left);
    }
}
