using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class LexiconTests
{
    private static readonly Lexicon Lexicon = Lexicon.Build(
    [
        new("1", "a.md", "Wi-Fi", ["Weak signal"], "Place the router in the open. The router needs air.", 0),
        new("2", "a.md", "Wi-Fi", ["Authentication"], "The authentication failed on the router.", 1),
    ]);

    [Fact]
    public void Frequency_CountsPassagesNotWords() => Assert.Equal((2, 1, 0), (Lexicon.Frequency("router"), Lexicon.Frequency("authent"), Lexicon.Frequency("modem")));

    [Fact]
    public void Rarity_GoesFromCommonToUnknown()
    {
        Assert.Equal(1, Lexicon.Rarity(0));
        Assert.InRange(Lexicon.Rarity(1), Lexicon.Rarity(2) + 0.01, 0.99);
    }

    [Theory]
    [InlineData("roter", "router")]
    [InlineData("ruoter", "router")]
    [InlineData("authentcation", "authentication")]
    [InlineData("wfi", "wifi")]
    [InlineData("xyzzy", null)]
    [InlineData("e101", null)]
    public void Correct_Misspelling_FindsTheNearestKnownWord(string word, string? meant) => Assert.Equal(meant, Lexicon.Correct(word));
}
