using TelecomSupport.Technical;

namespace TelecomSupport.Tests.Technical;

public sealed class CitationCheckTests
{
    private static readonly TelecomSupport.Knowledge.Passage Passage =
        Replies.Passage("Reset", "Hold **Reset** for\n10 seconds, see [the lights](lights.md).\n\n1. Open `http://hub.lumora.example`.");

    [Theory]
    [InlineData("Hold Reset for 10 seconds, see the lights.", true)]
    [InlineData("Hold **Reset** for 10 seconds", true)]
    [InlineData("1. Open http://hub.lumora.example.", true)]
    [InlineData("Hold Reset for 15 seconds", false)]
    [InlineData("hold reset for 10 seconds", false)]
    [InlineData("Hold Reset for 10 seconds\nand breathe", false)]
    public void IsExact_Line_MustStandInThePassage(string text, bool exact) => Assert.Equal(exact, CitationCheck.IsExact(text, Passage));

    [Theory]
    [InlineData("One. [1] Two. [2] Again. [1]", 2, true)]
    [InlineData("One. [2] Two. [1]", 2, false)]
    [InlineData("One. [1]", 2, false)]
    [InlineData("One. [1] Two. [3]", 3, false)]
    [InlineData("None.", 0, true)]
    public void IsNumbered_Citations_CountUpFromOne(string reply, int sources, bool numbered) =>
        Assert.Equal(numbered, CitationCheck.IsNumbered(reply, sources));

    [Fact]
    public void Quotations_Reply_GivesWhatEachCitationCovers() =>
        Assert.Equal([new(1, "One."), new(2, "Two."), new CitedText(1, "Three.")], CitationCheck.Quotations("One. [1]\n\nTwo. [2] Three. [1] Rest [9]", 2));

    [Fact]
    public void Unsupported_MadeUpFigures_AreFound() =>
        Assert.Equal(["15", "E-42"], CitationCheck.Unsupported("Hold it for 10 or 15 seconds until E-42 shows, at http://hub.lumora.example. [1]", [Passage]));
}
