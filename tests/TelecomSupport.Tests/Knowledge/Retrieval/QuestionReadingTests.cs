using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class QuestionReadingTests
{
    private const string Charging = "Plug the cable into the socket on the side. After two hours the light turns green and the battery is full.";
    private const string Cleaning = "Wipe the glass with a soft, damp cloth. Never use spirits, which make the coating dull.";

    [Theory]
    [InlineData("it has run flat, what now", "Charging", Charging, "Cleaning the lens", Cleaning)]
    [InlineData("my pictures are all smeary and have fingerprints", "Cleaning the lens", Cleaning, "Charging", Charging)]
    public void Score_NoWordInCommon_IsHigherWhereItIsAnswered(string question, string heading, string text, string otherHeading, string otherText)
    {
        var reading = Read(question);

        Assert.True(Score(reading, heading, text) > Score(reading, otherHeading, otherText) + 0.5f);
    }

    [Fact]
    public void Score_UnknownWord_IsMetByItselfAlone()
    {
        var reading = Read("zzyzx");
        var match = new AnswerMatch();

        reading.Score(Meaning("Settings", "Set the xyzzy first."), match);
        var missed = match.Coverage;
        reading.Score(Meaning("Settings", "Set the zzyzx first."), match);

        Assert.True(match.Coverage > missed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("what is it?")]
    public void Score_NothingToldByTheQuestion_IsANumber(string question)
    {
        var reading = Read(question);

        Assert.Empty(reading.Terms);
        Assert.True(float.IsFinite(Score(reading, "Charging", Charging)));
    }

    [Fact]
    public void Score_EmptyPassage_IsANumber() => Assert.True(float.IsFinite(Score(Read("how do I charge it?"), "", "")));

    [Fact]
    public void Read_LongQuestion_IsReadToTheLimit()
    {
        var reading = Read(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"word{i}")));

        Assert.Equal(AnswerNetwork.MaxWords, reading.Terms.Length);
        Assert.True(float.IsFinite(Score(reading, "Charging", Charging)));
    }

    [Fact]
    public void Score_RepeatedWord_CountsOnce() => Assert.Single(Read("battery, battery, battery").Terms);

    private static QuestionReading Read(string question) => new(AnswerNetwork.Shipped, [.. AskedWord.Stems(question).Select(stem => new AskedWord(stem, 1))]);

    private static PassageMeaning Meaning(string heading, string text) =>
        IndexedPassage.Of(new Passage("id", "manual.md", "Camera", [heading], text, 0)).Meaning;

    private static float Score(QuestionReading reading, string heading, string text) => reading.Score(Meaning(heading, text), new());
}
