using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Tests.Knowledge;

public sealed class PassageWordsTests
{
    private static readonly Dictionary<long, FieldTerms> Stored = new()
    {
        [3] = new("help", "red light", "router show red light", "shows"),
        [5] = new("help", "light", "router restart", "restarting"),
        [8] = new("help", "roam", "abroad", "roaming"),
        [9] = new("help", "roam", "router abroad", "roaming"),
    };

    [Fact]
    public void Best_SeveralMatches_IsBestFirstAndNoMoreThanAsked()
    {
        var words = Read(PassageWords.None, 3, 5, 8);

        Assert.Equal([3L, 5L], Rows(words, ["red", "light", "router"], 10));
        Assert.Equal([3L], Rows(words, ["red", "light", "router"], 1));
    }

    // Of equal passages the earlier ones, however few are asked for.
    [Fact]
    public void Best_EquallyGood_IsTheEarlierFirst()
    {
        var words = PassageWords.None.Of([1, 2, 3, 4], _ => new("", "", "router", ""));

        Assert.Equal([1L, 2L, 3L], Rows(words, ["router"], 3));
    }

    [Fact]
    public void Best_WordThatIsNotAStem_FindsNothing()
    {
        var words = Read(PassageWords.None, 3, 5, 8);

        Assert.Empty(words.Best(["roaming", "unknown"], 10));
        Assert.Equal((3, 1, 1, 2), (words.Lexicon.Passages, words.Lexicon.Frequency("roaming"), words.Lexicon.Frequency("roam"), words.Lexicon.Frequency("router")));
    }

    [Fact]
    public void Best_StemOfEachField_WeighsHeadingThenTitleThenText()
    {
        FieldTerms[] passages = [new("x", "x", "sim", ""), new("sim", "x", "x", ""), new("x", "sim", "x", "")];

        Assert.Equal([3L, 2L, 1L], Rows(PassageWords.None.Of([1, 2, 3], row => passages[row - 1]), ["sim"], 3));
    }

    // From a later version to an earlier one too: a reader's snapshot may be the older.
    [Theory]
    [InlineData(new long[] { 3, 5 }, new long[] { 3, 5, 8, 9 }, 2)]
    [InlineData(new long[] { 3, 5, 8 }, new long[] { 5, 9 }, 1)]
    [InlineData(new long[] { 8, 9 }, new long[] { 3, 5 }, 2)]
    [InlineData(new long[] { 3, 5, 9 }, new long[] { 3, 8, 9 }, 1)]
    [InlineData(new long[] { 3, 5 }, new long[] { }, 0)]
    public void Of_OtherPassages_IsAsIfReadAnewAndReadsOnlyTheNew(long[] before, long[] after, int reads)
    {
        var read = new List<long>();
        var words = Read(PassageWords.None, before).Of(after, row =>
        {
            read.Add(row);
            return Stored[row];
        });
        var anew = Read(PassageWords.None, after);

        Assert.Equal(reads, read.Count);
        foreach (var word in Stored.Values.SelectMany(terms => $"{terms.Title} {terms.Headings} {terms.Text} {terms.Words}".Split(' ')).Distinct())
        {
            Assert.Equal(anew.Best([word], 10), words.Best([word], 10));
            Assert.Equal(anew.Lexicon.Frequency(word), words.Lexicon.Frequency(word));
        }
    }

    // Worked out by hand from the formula: 3 passages, all with 3 stems, one of them with the word twice.
    [Fact]
    public void Best_Score_IsBm25()
    {
        FieldTerms[] passages = [new("", "", "sim sim card", ""), new("", "", "apn is set", ""), new("", "", "dns is set", "")];

        var (_, score) = Assert.Single(PassageWords.None.Of([1, 2, 3], row => passages[row - 1]).Best(["sim"], 10));

        Assert.Equal(Math.Log(1 + (2.5 / 1.5)) * 2.2 * 2 / (2 + 1.2), score, 1e-5);
    }

    private static PassageWords Read(PassageWords words, params long[] rows) => words.Of(rows, row => Stored[row]);

    private static IEnumerable<long> Rows(PassageWords words, string[] stems, int count) => words.Best(stems, count).Select(hit => hit.Row);
}
