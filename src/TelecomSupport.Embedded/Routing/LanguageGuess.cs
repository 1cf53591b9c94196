using TelecomSupport.Conversations;

namespace TelecomSupport.Embedded.Routing;

/// <summary>Which of the six languages to answer in. The shorter a message, the more its conversation's language counts.</summary>
internal static class LanguageGuess
{
    private const string Fallback = "en";

    // "ok" says little of its language: below so many words the classifier's evidence counts in part only.
    private const double EnoughWords = 5;

    // How much likelier a customer goes on in the conversation's language.
    private const double Lean = 3;

    private const int ShortestWord = 3;

    /// <returns>ISO 639-1; English for a script that none of the six is written in.</returns>
    public static string Of(string message, MessageScores scores, ConversationHistory history)
    {
        var spoken = history.Last?.Result.Language;
        if (scores.Unknown || IsOnlyACode(message))
        {
            return spoken ?? Fallback;
        }

        if (message.Count(char.IsLetter) < 2 * message.Count(c => char.IsLetter(c) && c > '\u024F'))
        {
            return Fallback;
        }

        var evidence = Math.Min(1, MessageText.Words(message).Count / EnoughWords);
        return scores.Of(RouterModel.LanguageHead).MaxBy(entry => Math.Pow(entry.Value, evidence) * (entry.Key == spoken ? Lean : 1)).Key;
    }

    // "KI-2026-043" is said in every language.
    private static bool IsOnlyACode(string message) =>
        message.Any(char.IsAsciiDigit) && !MessageText.Words(message).Exists(word => word.Length >= ShortestWord && word.All(char.IsLetter));
}
