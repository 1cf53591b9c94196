using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Knowledge.Training;

namespace TelecomSupport.Tests.Knowledge.Training;

public sealed class AnswerNetworkTrainingTests
{
    private const string Associations = "# comment\nwibble: wobble, wubble\nquux: corge, grault\n";

    private const string Manual =
        """
        # Device

        ## Wobbling
        The device may wobble when it stands on carpet.
        ? it goes zorp
        ? zorp on the floor
        ! zorp blarg

        ## Corge
        1. Press the corge.
        2. Wait for the light.
        ? fribble please
        ? how do I fribble
        ! fribble blarg
        """;

    private static readonly Lazy<AnswerNetwork> Made = new(() => Make(Associations, Manual));

    [Fact]
    public void Make_AssociatedWords_AreNear() => Assert.True(Similarity("wibble", "wobble") > Similarity("wibble", "corge") + 0.3f);

    [Fact]
    public void Make_QuestionsWord_ComesNearItsSectionsWords()
    {
        Assert.True(Similarity("zorp", "wobble") > Similarity("zorp", "corge") + 0.2f);
        Assert.True(Similarity("fribble", "corge") > Similarity("fribble", "wobble") + 0.2f);
    }

    [Fact]
    public void Make_Question_IsAnsweredByItsSectionAndANearMissByNone()
    {
        var sections = TrainingManual.Parse("manual", Manual).Sections;

        Assert.True(Score("the floor zorp", sections[0]) > Math.Max(0, Score("the floor zorp", sections[1])));
        Assert.True(Score("fribble please", sections[1]) > Math.Max(0, Score("fribble please", sections[0])));
        Assert.All(sections, section => Assert.True(Score("zorp blarg", section) < 0));
    }

    [Fact]
    public void Make_SameData_GivesTheSameBytes() => Assert.Equal(Written(Made.Value), Written(Make(Associations, Manual)));

    [Fact]
    public void Make_EachPass_TellsARisingLikelihood()
    {
        var reported = new List<double>();

        AnswerNetworkTraining.Make(Associations, Manuals(Manual), reported.Add);

        Assert.True(reported[^1] > reported[0]);
        Assert.All(reported, likelihood => Assert.True(likelihood < 0));
    }

    [Fact]
    public void Hash_ChangedManual_Differs() => Assert.NotEqual(
        AnswerNetworkTraining.Hash(Associations, Manuals(Manual)), AnswerNetworkTraining.Hash(Associations, Manuals(Manual + "\n? another")));

    [Fact]
    public void Make_LineWithoutCue_IsRefusedWithItsNumber() =>
        Assert.StartsWith("Line 2:", Assert.Throws<InvalidDataException>(() => Make("a: b\nno cue here", Manual)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("? what is this\n## Section\nText.\n? and this")]
    [InlineData("! what is this\n## Section\nText.\n? and this")]
    [InlineData("## Section\nText without a question.\n! and nothing else")]
    public void Make_ManualNotOfTheForm_IsRefusedWithItsName(string manual) =>
        Assert.StartsWith("manual0.md:", Assert.Throws<InvalidDataException>(() => Make(Associations, manual)).Message, StringComparison.Ordinal);

    private static AnswerNetwork Make(string associations, string manual) => AnswerNetworkTraining.Make(associations, Manuals(manual), _ => { });

    // As many as make some steps.
    private static SortedDictionary<string, string> Manuals(string manual) =>
        new(Enumerable.Range(0, 60).ToDictionary(i => $"manual{i}.md", _ => manual), StringComparer.Ordinal);

    private static byte[] Written(AnswerNetwork network)
    {
        using var stream = new MemoryStream();
        network.Write(stream);
        return stream.ToArray();
    }

    private static float Score(string question, TrainingSection section)
    {
        var asked = new TrainingManual("Device", [section with { Questions = [question], NearMisses = [] }]);
        var manual = new ManualReading(asked, Lexicon.Build(asked.Passages), Made.Value.Vectors, new([]));
        return new QuestionReading(Made.Value, manual.Questions[0].Words).Score(manual.Sections[0], new());
    }

    private static float Similarity(string a, string b)
    {
        var vectors = Made.Value.Vectors;
        return vectors.Similarity(vectors.Find(Tokenizer.Stem(a)), vectors.Find(Tokenizer.Stem(b)));
    }
}
