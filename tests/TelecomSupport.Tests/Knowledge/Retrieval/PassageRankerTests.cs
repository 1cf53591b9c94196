using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class PassageRankerTests
{
    [Fact]
    public void Rank_SameWords_PassageThatStatesTheAskedKindOfFactComesFirst()
    {
        var silent = Passage("silent.md", "Antenna", "The antenna is white and goes on the roof.");
        var stated = Passage("stated.md", "Antenna", "The antenna weighs 4 kg and goes on the roof.");

        Assert.Equal("stated.md", First("How heavy is the antenna on the roof?", silent, stated));
    }

    [Fact]
    public void Rank_SameWords_PassageOfTheDocumentAboutThemComesFirst()
    {
        var other = Passage("a.md", "Cleaning", "Clean the filter with water.");
        var about = Passage("b.md", "Cleaning", "Clean the filter with water.");
        var companion = Passage("b.md", "Filter types", "A filter of wool, a filter of paper.");

        Assert.Equal("b.md", First("clean the filter", other, about, companion));
    }

    [Fact]
    public void Rank_NoWordInCommon_PassageOfTheNearestMeaningComesFirst()
    {
        var cleaning = Passage("a.md", "Cleaning", "Wipe the surface with a damp cloth.");
        var privacy = Passage("b.md", "Parental control", "Protect children from unsuitable programmes with a code.");
        var power = Passage("c.md", "Standby", "The device consumes 0.5 W when it is off.");

        Assert.Equal("b.md", First("my nephew must not watch horror movies", cleaning, privacy, power));
    }

    [Fact]
    public void Rank_QuestionLikeOneOfAPassages_PassageComesFirst()
    {
        var other = Passage("a.md", "Storage", "A mailbox takes 30 messages of two minutes.");
        var asked = Passage("b.md", "Capacity", "Delete what you have heard.") with { Questions = ["my mates get told there's no room left to talk"] };

        Assert.Equal("b.md", First("mates are told no room left", other, asked));
    }

    [Fact]
    public void Answerability_WordThatNoPassageHas_MakesAnAnswerLessLikely()
    {
        Passage[] passages = [Passage("a.md", "Filter", "Clean the filter with water every month."), Passage("b.md", "Hose", "The hose is grey.")];

        Assert.True(Probability("Can I clean the filter with water?", passages) > Probability("Can I clean the filter with paraffin?", passages));
    }

    [Theory]
    [InlineData("my router shows a snowman on the display", true)]
    [InlineData("does the router show the temperature on the display", false)]
    public void Rank_ListedQuestion_IsKnownInNearlyTheSameWords(string question, bool isListed)
    {
        var listed = Passage("a.md", "Cold start", "Below 5 degrees the device waits.") with { Questions = ["the router shows a snowman on the display"] };

        Assert.Equal(isListed, Ranked(question, listed, Passage("b.md", "Greeting", "Record a greeting."))[0].IsListed);
    }

    [Fact]
    public void Answerability_OnlyPassageThatListsTheQuestion_MakesAnAnswerMoreLikely()
    {
        var silent = Passage("a.md", "Storage", "A mailbox takes 30 messages of two minutes.");
        var other = Passage("b.md", "Greeting", "Record a greeting after the tone.");
        var listed = silent with { Questions = ["my mates get told there's no room left to talk"] };

        Assert.True(
            Probability("mates get told there is no room left", [listed, other]) > Probability("mates get told there is no room left", [silent, other]));
    }

    [Fact]
    public void Elsewhere_SureRouterOrFewWords_TakeABetterAnswer()
    {
        const string Asked = "how many messages does the mailbox take before it is full";
        var likely = Elsewhere(Asked, confidence: 0.6);

        Assert.True(likely > 0.5);
        Assert.True(likely > Elsewhere(Asked, confidence: 0.99));
        Assert.True(likely > Elsewhere("mailbox", confidence: 0.6));
        Assert.True(Elsewhere("mailbox", confidence: 0.99) < 0.5);

        static double Elsewhere(string message, double confidence) => RetrievalModel.Fitted.ElsewhereProbability(Answerability.ElsewhereFeatures(
            answered: 0.6, confidence, QuestionAnalyzer.Analyze(message, Lexicon.Build([Passage("a.md", "Mailbox", "It takes 30 messages.")]), Synonyms.Shipped)));
    }

    private static Passage Passage(string document, string section, string text) => new(document + section, document, "Manual", [section], text, 0);

    private static string First(string question, params Passage[] passages) => Ranked(question, passages)[0].Passage.Document;

    private static double Probability(string question, Passage[] passages) =>
        RetrievalModel.Fitted.AnsweredProbability(Ranked(question, passages));

    private static List<RankedPassage> Ranked(string question, params Passage[] passages) => PassageRanker.Rank(
        QuestionAnalyzer.Analyze(question, Lexicon.Build(passages), Synonyms.Shipped),
        [.. passages.Select(passage => new ScoredPassage(passage, 0))],
        RetrievalModel.Fitted);
}
