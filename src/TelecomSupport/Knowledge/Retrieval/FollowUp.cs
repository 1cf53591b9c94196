using System.Text.RegularExpressions;
using TelecomSupport.Conversations;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// Makes a message stand alone: one that goes on from a technical reply gets, in closing parentheses, the words of what it goes on from.
/// </summary>
/// <param name="Question">The question to search for.</param>
/// <param name="MayStandAlone">Whether the message could also be a question of its own, on something new.</param>
/// <param name="Chosen">The passage that the message picks from those the reply cited ("the second one"); null when it picks none.</param>
internal sealed partial record FollowUp(string Question, bool MayStandAlone, RecallItem? Chosen)
{
    /// <summary>The kind of <see cref="RecallItem"/> that a technical reply leaves.</summary>
    public const string PassageKind = "passage";

    // How far back a technical reply is still what "that" means, and how many words of it are taken along.
    private const int TurnsBack = 3;
    private const int MaxWords = 8;

    private static readonly string[] Ordinals = ["first", "second", "third"];

    public static FollowUp Read(string message, ConversationHistory history)
    {
        var recall = history.Turns.Reverse().Take(TurnsBack).Select(turn => turn.Recall)
            .FirstOrDefault(recall => recall.Topic is not null && recall.Items.All(item => item.Kind == PassageKind));
        if (recall is null)
        {
            return new(message, true, null);
        }

        if (Picked(message, recall) is { } chosen)
        {
            return new($"{message} ({chosen.Label})", false, chosen);
        }

        return GoesOn(message, out var mayStandAlone)
            ? new($"{message.TrimEnd()} ({Subject(message, recall)})", mayStandAlone, null)
            : new(message, true, null);
    }

    /// <returns>Whether the message only asks to go on ("why?", "tell me more") and brings no subject of its own.</returns>
    public static bool OnlyGoesOn(string message) =>
        Tokenizer.Tokenize(WithoutAside(message)).TrueForAll(token => StopWords.Weight(token.Word) < 1);

    private static bool GoesOn(string message, out bool mayStandAlone)
    {
        var words = Tokenizer.Tokenize(message);
        var telling = words.Count(IsTelling);

        // "My router is red, how do I fix it?" says itself what it is about.
        var pronoun = words.FindIndex(word => Pronoun().IsMatch(word.Word));
        var refersBack = pronoun >= 0 && telling <= 4 && words.Take(pronoun).Count(IsTelling) < 2;
        mayStandAlone = telling >= 2 && !refersBack;
        return refersBack || telling <= 2 || (telling == 3 && Continues().IsMatch(message));
    }

    private static bool IsTelling(Token word) => StopWords.Weight(word.Word) == 1;

    private static RecallItem? Picked(string message, Recall recall)
    {
        if (recall.Items.Count == 0 || Pick().Match(message) is not { Success: true } match)
        {
            return null;
        }

        var rest = Tokenizer.Tokenize(message.Remove(match.Index, match.Length));
        if (rest.Exists(word => StopWords.Weight(word.Word) == 1))
        {
            return null;
        }

        var index = match.Groups["last"].Success ? recall.Items.Count - 1
            : match.Groups["number"].Success ? match.Groups["number"].ValueSpan[0] - '1'
            : Array.IndexOf(Ordinals, match.Groups["ordinal"].Value.ToLowerInvariant());
        return index < recall.Items.Count ? recall.Items[index] : null;
    }

    // The telling words of the question before, of what it went on from when it had none to speak of, and of the section that answered it.
    private static string Subject(string message, Recall recall)
    {
        var seen = Tokenizer.Tokenize(message).Select(token => token.Term).ToHashSet(StringComparer.Ordinal);
        var main = WithoutAside(recall.Topic!);
        var own = Tokenizer.Tokenize(main).Count(IsTelling) >= 2 ? main : recall.Topic!;
        var subject = new List<string>();
        foreach (var text in recall.Items.Take(1).Select(item => item.Label).Prepend(own))
        {
            var tokens = Tokenizer.Tokenize(text);
            for (var i = 0; i < tokens.Count && subject.Count < MaxWords; i += 1 + tokens[i].Parts)
            {
                if (StopWords.Weight(tokens[i].Word) > 0 && seen.Add(tokens[i].Term))
                {
                    subject.Add(text.Substring(tokens[i].Start, tokens[i].Length));
                }
            }
        }

        return string.Join(' ', subject);
    }

    private static string WithoutAside(string message) => Aside().Replace(message, "");

    [GeneratedRegex(@"\s\([^()]*\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Aside();

    [GeneratedRegex(@"^(it|its|that|this|they|them|their|those|these|there|then|one|ones|same|more|other|another|both|else|instead|either|neither)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pronoun();

    [GeneratedRegex(@"^\W*(and|but|or|so|also|then|what about|how about|what if|for|on|in|with|without|from|at|by|only|even|not)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Continues();

    [GeneratedRegex(@"\b(?:the\s+)?(?<ordinal>first|second|third|(?<last>last))(?:\s+(?:one|source|option|result|section|point|answer))?\b|(?:\bnumber\s*|\bsource\s*|\boption\s*|#|\[)(?<number>[1-9])\]?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pick();
}
