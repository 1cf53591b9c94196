namespace TelecomSupport.Billing.Dialogue;

/// <summary>Finds the charges that a message speaks of: by amount, by what they are for in any language, by the words of their names.</summary>
internal static class ChargeFinder
{
    private const double AmountWeight = 4;
    private const double ThingWeight = 3;
    private const double WordWeight = 2;
    private const int ShortestWord = 3;
    private const int ShortestFuzzy = 5;

    // In too many names and messages to tell charges apart.
    private static readonly HashSet<string> Idle =
    [
        "the", "for", "and", "with", "from", "per", "not", "was", "one", "you", "are", "charge", "charges", "fee", "fees", "bill", "day", "days", "week", "weekly",
        "month", "monthly", "payment", "services", "service", "plan", "plus",
    ];

    /// <returns>The charges that fit best, in their order; empty when the message names none.</returns>
    public static IReadOnlyList<ChargeLine> Find(BillingQuestion question, IEnumerable<ChargeLine> charges)
    {
        var pool = charges.ToArray();
        var names = pool.Select(charge => charge.Name).Distinct().ToDictionary(name => name, name => new Name(name));
        var best = 0.0;
        var found = new List<ChargeLine>();
        foreach (var charge in pool)
        {
            var score = Score(question, charge, names);
            if (score > best + 0.001)
            {
                best = score;
                found.Clear();
            }

            if (score > 0 && score > best - 0.001)
            {
                found.Add(charge);
            }
        }

        return found;
    }

    private static double Score(BillingQuestion question, ChargeLine charge, Dictionary<string, Name> names)
    {
        var name = names[charge.Name];
        name.Score ??= OfName(question, name, names.Values);
        return name.Score.Value + (question.Amounts.Contains(Math.Abs(charge.Amount)) ? AmountWeight : 0);
    }

    private static double OfName(BillingQuestion question, Name name, IReadOnlyCollection<Name> all)
    {
        var score = 0.0;
        foreach (var word in name.Words.Where(word => question.Words.Any(said => Same(said, word))))
        {
            score += WordWeight / all.Count(other => other.Words.Contains(word));
        }

        foreach (var thing in name.Things.Where(question.Concepts.Contains))
        {
            score += ThingWeight / all.Count(other => other.Things.Contains(thing));
        }

        return score;
    }

    private static bool Same(string said, string word) =>
        said == word || (word.Length >= ShortestFuzzy && said.Length >= ShortestFuzzy && said[0] == word[0] && Edits.Distance(said, word, 2) < 2);

    private sealed class Name(string text)
    {
        public HashSet<string> Words { get; } = [.. TelecomSupport.Words.Of(text).Where(word => word.Length >= ShortestWord && !Idle.Contains(word))];

        public Concept[] Things { get; } =
            [.. Vocabulary.Of("en").Find(TelecomSupport.Words.Of(text), forgiving: false).Select(hit => hit.Concept).Where(concept => concept >= Concept.LateFee).Distinct()];

        public double? Score { get; set; }
    }
}
