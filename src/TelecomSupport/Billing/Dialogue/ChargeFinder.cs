namespace TelecomSupport.Billing.Dialogue;

/// <summary>Finds the charges that a message speaks of: by amount, by what they are for in any language, by the words of their names.</summary>
internal static class ChargeFinder
{
    private const double AmountWeight = 4;
    private const double ThingWeight = 3;
    private const double WordWeight = 2;
    private const double Least = 0.5;
    private const double Tie = 0.001;
    private const int ShortestWord = 3;
    private const int ShortestFuzzy = 5;

    // In too many names and messages to tell charges apart.
    private static readonly HashSet<string> Idle =
    [
        "the", "for", "and", "with", "from", "per", "not", "was", "one", "you", "are", "charge", "charges", "fee", "fees", "bill", "day", "days", "week", "weekly",
        "month", "monthly", "payment", "services", "service", "plan", "plus",
    ];

    /// <returns>
    /// The charges that fit best, in their order; empty when the message names none. When words are left that speak of another charge, as in
    /// "the roaming and the late fee", that one as well.
    /// </returns>
    public static IReadOnlyList<ChargeLine> Find(BillingQuestion question, IEnumerable<ChargeLine> charges)
    {
        var pool = charges.ToArray();
        var names = pool.Select(charge => charge.Name).Distinct().ToDictionary(name => name, name => new Name(name));
        var left = new Evidence([.. question.Words], [.. question.Concepts], [.. question.Amounts]);
        var found = new HashSet<ChargeLine>();
        while (Best(pool.Where(charge => !found.Contains(charge)), names, left) is { Length: > 0 } best)
        {
            found.UnionWith(best);
            left.Use(best, names);
        }

        return [.. pool.Where(found.Contains)];
    }

    private static ChargeLine[] Best(IEnumerable<ChargeLine> charges, Dictionary<string, Name> names, Evidence evidence)
    {
        var scored = charges
            .GroupBy(charge => charge.Name)
            .SelectMany(group => Scored([.. group], evidence.Score(names[group.Key], names.Values), evidence))
            .ToArray();
        var best = scored.Length == 0 ? 0 : scored.Max(charge => charge.Score);
        return best < Least ? [] : [.. scored.Where(charge => charge.Score > best - Tie).Select(charge => charge.Charge)];
    }

    private static IEnumerable<(ChargeLine Charge, double Score)> Scored(ChargeLine[] charges, double ofName, Evidence evidence) =>
        charges.Select(charge => (charge, ofName + (evidence.Amounts.Contains(Math.Abs(charge.Amount)) ? AmountWeight : 0)));

    private static bool Same(string said, string word) =>
        said == word || (word.Length >= ShortestFuzzy && said.Length >= ShortestFuzzy && said[0] == word[0] && Edits.Distance(said, word, 2) < 2);

    private sealed class Name(string text)
    {
        public HashSet<string> Words { get; } = [.. TelecomSupport.Words.Of(text).Where(word => word.Length >= ShortestWord && !Idle.Contains(word))];

        public Concept[] Things { get; } =
            [.. Vocabulary.Of("en").Find(TelecomSupport.Words.Of(text), forgiving: false).Select(hit => hit.Concept).Where(concept => concept >= Concept.LateFee).Distinct()];

    }

    /// <summary>What of the message has not been put down to a charge yet.</summary>
    private sealed record Evidence(HashSet<string> Words, HashSet<Concept> Things, HashSet<decimal> Amounts)
    {
        // What few names have weighs more.
        public double Score(Name name, IReadOnlyCollection<Name> all) =>
            name.Words.Where(word => Words.Any(said => Same(said, word))).Sum(word => WordWeight / all.Count(other => other.Words.Contains(word)))
            + name.Things.Where(Things.Contains).Sum(thing => ThingWeight / all.Count(other => other.Things.Contains(thing)));

        public void Use(ChargeLine[] charges, Dictionary<string, Name> names)
        {
            foreach (var charge in charges)
            {
                var name = names[charge.Name];
                Words.RemoveWhere(said => name.Words.Any(word => Same(said, word)));
                Things.ExceptWith(name.Things);
                Amounts.Remove(Math.Abs(charge.Amount));
            }
        }
    }
}
