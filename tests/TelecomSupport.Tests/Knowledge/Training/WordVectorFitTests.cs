using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Knowledge.Training;

namespace TelecomSupport.Tests.Knowledge.Training;

public sealed class WordVectorFitTests
{
    private const string Associations = "# comment\nwibble: wobble, wubble\nquux: corge, grault\n";

    private const string Manual =
        """
        # Device

        ## Wobbling
        The device may wobble when it stands on carpet.
        ? it goes zorp
        ? zorp on the floor

        ## Corge
        1. Press the corge.
        2. Wait for the light.
        ? fribble please
        ? how do I fribble
        """;

    [Fact]
    public void Make_AssociatedWords_AreNear()
    {
        var vectors = Make(Associations, Manual);

        Assert.True(Similarity(vectors, "wibble", "wobble") > Similarity(vectors, "wibble", "corge") + 0.3f);
    }

    [Fact]
    public void Make_QuestionsWord_ComesNearItsSectionsWords()
    {
        var vectors = Make(Associations, Manual);

        Assert.True(Similarity(vectors, "zorp", "wobble") > Similarity(vectors, "zorp", "corge") + 0.2f);
        Assert.True(Similarity(vectors, "fribble", "corge") > Similarity(vectors, "fribble", "wobble") + 0.2f);
    }

    [Fact]
    public void Make_SameData_GivesTheSameVectors() => Assert.Equal(Written(Make(Associations, Manual)), Written(Make(Associations, Manual)));

    [Fact]
    public void Hash_ChangedManual_Differs() =>
        Assert.NotEqual(WordVectorFit.Hash(Associations, Manuals(Manual)), WordVectorFit.Hash(Associations, Manuals(Manual + "\n? another")));

    [Fact]
    public void Make_LineWithoutCue_IsRefusedWithItsNumber() =>
        Assert.StartsWith("Line 2:", Assert.Throws<InvalidDataException>(() => Make("a: b\nno cue here", Manual)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("? what is this\n## Section\nText.\n? and this")]
    [InlineData("## Section\nText without a question.")]
    public void Make_ManualNotOfTheForm_IsRefusedWithItsName(string manual) =>
        Assert.StartsWith("manual0.md:", Assert.Throws<InvalidDataException>(() => Make(Associations, manual)).Message, StringComparison.Ordinal);

    private static WordVectors Make(string associations, string manual) => WordVectorFit.Make(associations, Manuals(manual));

    // As many as make some steps.
    private static SortedDictionary<string, string> Manuals(string manual) =>
        new(Enumerable.Range(0, 60).ToDictionary(i => $"manual{i}.md", _ => manual), StringComparer.Ordinal);

    private static byte[] Written(WordVectors vectors)
    {
        using var stream = new MemoryStream();
        vectors.Write(stream);
        return stream.ToArray();
    }

    private static float Similarity(WordVectors vectors, string a, string b) =>
        vectors.Similarity(vectors.Find(Tokenizer.Stem(a)), vectors.Find(Tokenizer.Stem(b)));
}
