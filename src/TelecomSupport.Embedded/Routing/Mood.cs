using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Routing;

/// <summary>How a customer sounds in one message: words of the lexicon, capitals and exclamation marks, weighed.</summary>
/// <param name="Anger">0 for none; a mild word adds 1, a strong one 2, shouting 1. From <see cref="Strong"/> on the message is strongly negative.</param>
/// <param name="Joy">Positive words that nothing negates.</param>
/// <param name="Threatens">Speaks of lawyers, regulators, a formal complaint or leaving.</param>
internal sealed record Mood(int Anger, int Joy, bool Threatens)
{
    public const int Strong = 2;

    // From this certainty of the classifier a message without a single angry word is angry all the same.
    private const double Sounds = 0.6;
    private const int Furious = 3;
    private const int NegationReach = 2;
    private const int ShoutedLetters = 12;

    /// <param name="anger">The classifier's probability that the customer is angry.</param>
    public Sentiment Feeling(double anger) =>
        Anger > Joy || (Joy == 0 && anger >= Sounds) ? Sentiment.Negative : Joy > Anger ? Sentiment.Positive : Sentiment.Neutral;

    public static Mood Of(string text)
    {
        var words = MessageText.Words(text).ConvertAll(MessageText.Fold);
        var found = Lexicon.Moods.Find(words);
        var negations = found.Where(term => term.Meaning == "negation").Select(term => term.Word).ToHashSet();
        var positive = found.Where(term => term.Meaning == "positive").ToLookup(term => Negated(term.Word));
        var strong = Count("strong");
        var mild = Count("negative", except: strong);
        var anger = (strong.Count * 2) + mild.Count + positive[true].Count();
        var shouts = Shouts(text);
        return new(anger + (anger > 0 && shouts ? 1 : 0), positive[false].Select(term => term.Word).Distinct().Count(), found.Exists(term => term.Meaning == "threat"));

        bool Negated(int word) => Enumerable.Range(word - NegationReach, NegationReach).Any(negations.Contains);

        HashSet<int> Count(string meaning, HashSet<int>? except = null) =>
            [.. found.Where(term => term.Meaning == meaning && !(except?.Contains(term.Word) ?? false)).Select(term => term.Word)];
    }

    /// <summary>
    /// Whether a person should have the thread: strongly negative twice in a row, or strong anger together with a threat. Conservative, since the
    /// assistant falls silent in a thread that it hands over.
    /// </summary>
    public bool IsClearlyUpset(string? messageBefore) =>
        Anger >= Strong && Anger > Joy && ((Threatens && Anger >= Furious) || (messageBefore is not null && Of(messageBefore) is { Anger: >= Strong }));

    private static bool Shouts(string text)
    {
        var letters = text.Count(char.IsLetter);
        return text.Contains("!!", StringComparison.Ordinal) || text.Contains("?!", StringComparison.Ordinal) || text.Contains("!?", StringComparison.Ordinal)
            || text.Contains("??", StringComparison.Ordinal) || (letters >= ShoutedLetters && text.Count(char.IsUpper) > letters * 0.7);
    }
}
