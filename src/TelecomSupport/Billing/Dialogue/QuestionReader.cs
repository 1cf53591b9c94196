using System.Globalization;
using System.Text.RegularExpressions;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>Reads a message with a language's vocabulary, sentence by sentence.</summary>
internal static partial class QuestionReader
{
    /// <summary>More questions than this in one message are not answered at once.</summary>
    public const int MaxIntents = 3;

    private static readonly string[] Joiners = ["and", "but", "or", "also", "plus", "y", "pero", "und", "aber", "et", "mais", "oraz", "ale", "a", "i", "e"];

    // Words that say nothing by themselves, in every language.
    private static readonly HashSet<string> Fillers =
    [
        "it", "that", "this", "them", "then", "the", "a", "to", "for", "of", "back", "can", "could", "would", "you", "like", "want", "get", "have", "me", "please", "now", "money",
        "lo", "la", "el", "eso", "esto", "por", "favor", "quiero", "dinero", "das", "es", "den", "die", "bitte", "mir", "fur", "dafur", "ich", "mochte", "geld",
        "le", "ca", "cela", "moi", "vous", "plait", "svp", "veux", "prosze", "chce", "za", "o", "isso", "isto", "quero",
    ];

    public static BillingQuestion Read(string message, string language)
    {
        var clauses = Clauses(message, language).ToArray();
        var question = Read(message, clauses, Vocabulary.Of(language));
        if (question.Intents.Count > 0 || question.Words.Length > BillingQuestion.ShortAnswer)
        {
            return question;
        }

        // A short message's language is often guessed wrong, so one that says nothing in its own is read in all of them.
        var any = Read(message, clauses, Vocabulary.Any);
        return any.Intents.Count > 0 || question.Concepts.Count == 0 ? any : question;
    }

    private static BillingQuestion Read(string message, Clause[] clauses, Vocabulary vocabulary)
    {
        string[] words = [.. clauses.SelectMany(clause => clause.Words)];
        var hits = vocabulary.Find(words);
        var concepts = hits.Select(hit => hit.Concept).ToHashSet();
        return new(
            words,
            concepts,
            Intents(message, clauses, hits, concepts),
            Amounts(message),
            Ordinal(words, concepts),
            BillIdPattern().Match(message) is { Success: true } id ? id.Value.ToUpperInvariant() : null,
            Month(concepts),
            Year(words),
            Agrees(words, hits),
            IsBare(words, hits),
            message.Contains('?', StringComparison.Ordinal));
    }

    private static IReadOnlyList<Intent> Intents(string message, Clause[] clauses, List<(int At, Concept Concept)> hits, HashSet<Concept> concepts)
    {
        if (CasePattern().IsMatch(message))
        {
            return [Intent.RefundStatus];
        }

        var asked = new List<Intent>();
        var told = new List<Intent>();
        var start = 0;
        foreach (var clause in clauses)
        {
            var end = start + clause.Words.Length;
            var own = hits.Where(hit => hit.At >= start && hit.At < end).Select(hit => hit.Concept).ToHashSet();
            start = end;
            if (new IntentRules(own, clause.HasAmount, clause.Words.Length).Find() is { } intent)
            {
                (clause.Asks ? asked : told).Add(intent);
            }
        }

        List<Intent> intents = asked.Count > 0 ? [.. told.Where(IsDemand), .. asked] : told;
        if (intents.Count == 0 && new IntentRules(concepts, clauses.Any(clause => clause.HasAmount), start).Find() is { } only)
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

    private static IEnumerable<Clause> Clauses(string message, string language)
    {
        foreach (var sentence in SentenceEnd().Split(message).Where(sentence => !string.IsNullOrWhiteSpace(sentence)))
        {
            // The first half of "what is my plan and when does it end?" is a question as well.
            var asks = sentence.EndsWith('?');
            var start = 0;
            foreach (Match joiner in Joiner().Matches(sentence))
            {
                if (Joins(joiner.Groups["word"].Value, language))
                {
                    yield return Clause.Of(sentence[start..joiner.Index], asks);
                    start = joiner.Index + joiner.Length;
                }
            }

            yield return Clause.Of(sentence[start..], asks);
        }
    }

    // One-letter joiners, and the French and Portuguese "mais", are other words in other languages.
    private static bool Joins(string word, string language) => word.ToLowerInvariant() switch
    {
        var other when !Joiners.Contains(other) => false,
        "y" => language == "es",
        "a" or "i" => language == "pl",
        "e" => language == "pt",
        "mais" => language == "fr",
        _ => true,
    };

    private static decimal[] Amounts(string text) => !text.Any(char.IsAsciiDigit)
        ? []
        : [.. AmountPattern().Matches(text)
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

    private static bool? Agrees(string[] words, List<(int At, Concept Concept)> hits)
    {
        if (words.Length is 0 or > BillingQuestion.ShortAnswer)
        {
            return null;
        }

        // "Ok, thanks" closes the matter rather than agrees to anything.
        var says = (Concept concept, int within) => hits.Exists(hit => hit.Concept == concept && hit.At < within);
        return says(Concept.No, 1) ? false
            : says(Concept.Yes, 3) && !(words[0] is "ok" or "okay" && says(Concept.Thanks, words.Length)) ? true
            : says(Concept.No, 2) ? false
            : null;
    }

    private static bool IsBare(string[] words, List<(int At, Concept Concept)> hits)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Fillers.Contains(words[i]) && !hits.Exists(hit => hit.At == i))
            {
                return false;
            }
        }

        return true;
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

    private sealed record Clause(string[] Words, bool HasAmount, bool Asks)
    {
        public static Clause Of(string text, bool asks) => new(TelecomSupport.Words.Of(text), Amounts(text).Length > 0, asks);
    }
}
