using System.Globalization;
using System.Text.RegularExpressions;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>Reads a message with a language's vocabulary, sentence by sentence.</summary>
internal static partial class QuestionReader
{
    /// <summary>More questions than this in one message are not answered at once.</summary>
    public const int MaxIntents = 3;

    private static readonly string[] Joiners = ["and", "but", "or", "also", "plus", "y", "pero", "und", "aber", "et", "mais", "oraz", "ale", "a", "i", "e"];

    public static BillingQuestion Read(string message, string language)
    {
        var question = Read(message, language, Vocabulary.Of(language));
        return question.Intents.Count > 0 || question.Concepts.Count > 2 ? question : Better(question, Read(message, language, Vocabulary.Any));
    }

    // A short message's language is often guessed wrong, so a message that says nothing in its own is read in all of them.
    private static BillingQuestion Better(BillingQuestion own, BillingQuestion any) => any.Intents.Count > 0 ? any : own;

    private static BillingQuestion Read(string message, string language, Vocabulary vocabulary)
    {
        var words = Words.Of(message);
        var concepts = vocabulary.Find(words);
        var amounts = Amounts(message);
        var whole = new IntentRules(concepts, amounts.Count > 0, words.Length);
        return new(
            words,
            concepts,
            Intents(message, language, vocabulary, whole),
            amounts,
            Ordinal(words, concepts),
            BillIdPattern().Match(message) is { Success: true } id ? id.Value.ToUpperInvariant() : null,
            Month(concepts),
            Year(words),
            Agrees(words, vocabulary),
            message.Contains('?', StringComparison.Ordinal));
    }

    private static IReadOnlyList<Intent> Intents(string message, string language, Vocabulary vocabulary, IntentRules whole)
    {
        if (CasePattern().IsMatch(message))
        {
            return [Intent.RefundStatus];
        }

        var asked = new List<Intent>();
        var told = new List<Intent>();
        foreach (var clause in Clauses(message, language))
        {
            var words = Words.Of(clause);
            if (words.Length == 0 || new IntentRules(vocabulary.Find(words), Amounts(clause).Count > 0, words.Length).Find() is not { } intent)
            {
                continue;
            }

            (clause.EndsWith('?') ? asked : told).Add(intent);
        }

        var intents = asked.Count > 0 ? [.. told.Where(intent => IsDemand(intent)), .. asked] : told;
        if (intents.Count == 0 && whole.Find() is { } only)
        {
            intents.Add(only);
        }

        return Settle(intents);
    }

    // What somebody tells rather than asks is background ("I paid last week"), but for these.
    private static bool IsDemand(Intent intent) =>
        intent is Intent.Refund or Intent.Duplicate or Intent.Charge or Intent.Cancel or Intent.Arrange or Intent.WhyChanged;

    private static IReadOnlyList<Intent> Settle(List<Intent> intents)
    {
        // "Refund the fee. It is on my October bill." asks one thing; the rest says which.
        if (intents.Contains(Intent.RefundStatus))
        {
            intents.RemoveAll(intent => intent is Intent.Refund or Intent.Charge or Intent.Bill);
        }

        if (intents.Contains(Intent.Refund) || intents.Contains(Intent.Duplicate))
        {
            intents.RemoveAll(intent => intent is Intent.Charge or Intent.Bill or Intent.WhyChanged or Intent.BillList or Intent.Credits);
        }

        if (intents.Contains(Intent.Refund))
        {
            intents.RemoveAll(intent => intent is Intent.Duplicate);
        }

        if (intents.Contains(Intent.WhyChanged) || intents.Contains(Intent.Charge) || intents.Contains(Intent.BillDue) || intents.Contains(Intent.BillCopy))
        {
            intents.RemoveAll(intent => intent is Intent.Bill);
        }

        if (intents.Contains(Intent.WhyChanged))
        {
            intents.RemoveAll(intent => intent is Intent.Charge);
        }

        if (intents.Contains(Intent.Cancel) || intents.Contains(Intent.ChangePlan))
        {
            intents.RemoveAll(intent => intent is Intent.ContractEnd or Intent.Plan);
        }

        return [.. intents.Distinct().Take(MaxIntents)];
    }

    private static IEnumerable<string> Clauses(string message, string language)
    {
        foreach (var sentence in SentenceEnd().Split(message).Where(sentence => !string.IsNullOrWhiteSpace(sentence)))
        {
            var start = 0;
            foreach (Match word in Joiner().Matches(sentence))
            {
                var joins = Array.IndexOf(Joiners, word.Groups["word"].Value.ToLowerInvariant()) >= 0 && Joins(word.Groups["word"].Value, language);
                if (joins)
                {
                    // The first half of "what is my plan and when does it end?" is a question as well.
                    yield return sentence[start..word.Index] + (sentence.EndsWith('?') ? "?" : "");
                    start = word.Index + word.Length;
                }
            }

            yield return sentence[start..];
        }
    }

    // One-letter joiners, and the French and Portuguese "mais", are other words in other languages.
    private static bool Joins(string word, string language) => word.ToLowerInvariant() switch
    {
        "y" => language == "es",
        "a" or "i" => language == "pl",
        "e" => language == "pt",
        "mais" => language == "fr",
        _ => true,
    };

    private static List<decimal> Amounts(string text) =>
        [.. AmountPattern().Matches(text)
            .Select(match => match.Groups["amount"].Value.Replace(',', '.'))
            .Select(figure => decimal.Parse(figure, CultureInfo.InvariantCulture))
            .Distinct()];

    private static int? Ordinal(string[] words, HashSet<Concept> concepts)
    {
        if (words.Length <= 3 && words.Length > 0 && words[^1] is [>= '1' and <= '9'] digit)
        {
            return digit[0] - '1';
        }

        for (var ordinal = Concept.First; ordinal <= Concept.Fifth; ordinal++)
        {
            if (concepts.Contains(ordinal))
            {
                return ordinal - Concept.First;
            }
        }

        return concepts.Contains(Concept.Last) ? -1 : null;
    }

    private static bool? Agrees(string[] words, Vocabulary vocabulary)
    {
        if (words.Length is 0 or > BillingQuestion.ShortAnswer)
        {
            return null;
        }

        var first = vocabulary.Find(words.AsSpan(0, 1));
        if (first.Contains(Concept.No))
        {
            return false;
        }

        // "Ok, thanks" closes the matter rather than agrees to anything.
        var opening = vocabulary.Find(words.AsSpan(0, Math.Min(3, words.Length)));
        return opening.Contains(Concept.Yes) && !(words[0] is "ok" or "okay" && vocabulary.Find(words).Contains(Concept.Thanks)) ? true
            : vocabulary.Find(words.AsSpan(0, Math.Min(2, words.Length))).Contains(Concept.No) ? false
            : null;
    }

    private static int? Month(HashSet<Concept> concepts)
    {
        for (var month = Concept.January; month <= Concept.December; month++)
        {
            if (concepts.Contains(month))
            {
                return month - Concept.January + 1;
            }
        }

        return null;
    }

    private static int? Year(string[] words)
    {
        var year = Array.Find(words, word => word is ['2', '0', >= '0' and <= '9', >= '0' and <= '9']);
        return year is null ? null : int.Parse(year, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?<=[?!;\n])|(?<=[.])(?!\d)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(?<=\S)[,]?\s+(?<word>\p{L}{1,5})\s+(?=\S)")]
    private static partial Regex Joiner();

    [GeneratedRegex(@"(?:€|\beur(?:os?)?)\s*(?<amount>\d{1,7}(?:[.,]\d{1,2})?)(?![\d])|(?<![\d.,-])(?<amount>\d{1,7}[.,]\d{2})(?![\d]|[.,]\d)|(?<![\d.,-])(?<amount>\d{1,7}(?:[.,]\d{1,2})?)\s?(?:€|eur(?:os?|o)?\b)", RegexOptions.IgnoreCase)]
    private static partial Regex AmountPattern();

    [GeneratedRegex(@"\bBILL-[A-Z0-9-]{3,40}\b", RegexOptions.IgnoreCase)]
    private static partial Regex BillIdPattern();

    [GeneratedRegex(@"\bREF-[0-9A-Z]{6,20}\b", RegexOptions.IgnoreCase)]
    private static partial Regex CasePattern();
}
