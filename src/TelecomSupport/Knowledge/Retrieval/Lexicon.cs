using System.Collections.Concurrent;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// The words of all passages of an index, and how many passages have each: what tells a rare word from a common one, and a misspelt word from
/// an unknown one. Immutable; safe for concurrent use.
/// </summary>
/// <param name="passages">How many passages there are.</param>
/// <param name="frequencies">For each word, in lower case, and each stem: how many passages have it.</param>
public sealed class Lexicon(int passages, IReadOnlyDictionary<string, int> frequencies)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, string?> corrections = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<int, string>> byLength = new(() =>
        frequencies.Keys.Union(Synonyms.Shipped.Words).Union(StopWords.All).Where(word => word.Length > 2 && word.All(char.IsAsciiLetter)).ToLookup(word => word.Length));

    public static readonly Lexicon Empty = new(0, new Dictionary<string, int>());

    public int Passages => passages;

    /// <summary>Counts the words of passages, for an index that does not count them itself.</summary>
    public static Lexicon Build(IEnumerable<Passage> passages)
    {
        var indexed = passages.Select(IndexedPassage.Of).ToArray();
        return Of(
            indexed.Length,
            indexed.SelectMany(passage => passage.Vocabulary()).CountBy(word => word, StringComparer.Ordinal),
            indexed.SelectMany(passage => passage.Questions.SelectMany(stems => stems).Distinct()).CountBy(stem => stem, StringComparer.Ordinal));
    }

    /// <param name="words">How many passages have each word or stem in what they say.</param>
    /// <param name="asked">How many have each stem in the questions that their authors list. It counts where no passage says it.</param>
    public static Lexicon Of(int passages, IEnumerable<KeyValuePair<string, int>> words, IEnumerable<KeyValuePair<string, int>> asked)
    {
        var frequencies = new Dictionary<string, int>(words, StringComparer.Ordinal);
        foreach (var (stem, count) in asked)
        {
            frequencies.TryAdd(stem, count);
        }

        return new(passages, frequencies);
    }

    public bool Contains(string term) => frequencies.ContainsKey(term);

    /// <returns>How many passages have the word or stem.</returns>
    public int Frequency(string term) => frequencies.GetValueOrDefault(term);

    /// <summary>The inverse document frequency of BM25 (Robertson and Zaragoza, 2009), divided by that of a word in no passage.</summary>
    /// <param name="frequency">How many passages have the word.</param>
    /// <returns>0 for a word in every passage to 1 for a word in none.</returns>
    public double Rarity(int frequency) =>
        passages == 0 ? 1 : Math.Log(1 + (passages - Math.Min(frequency, passages) + 0.5) / (frequency + 0.5)) / Math.Log(1 + (passages + 0.5) / 0.5);

    /// <summary>The known word that a misspelt one most likely stands for.</summary>
    /// <param name="word">In lower case; not in the lexicon.</param>
    /// <returns>The nearest word, the most frequent of equally near ones; null when none is near enough.</returns>
    internal string? Correct(string word)
    {
        // Short words and codes have neighbours by accident.
        if (word.Length < 3 || !word.All(char.IsAsciiLetter))
        {
            return null;
        }

        if (corrections.TryGetValue(word, out var known))
        {
            return known;
        }

        if (corrections.Count > MaxRemembered)
        {
            corrections.Clear();
        }

        return corrections[word] = Nearest(word);
    }

    // So many short words are one letter apart that only letters in another order or one left out count.
    private static bool IsSlip(string word, string candidate) =>
        candidate.Length >= word.Length && candidate[0] == word[0] && word.All(candidate.Contains) && candidate.Length + word.Length > 6;

    private string? Nearest(string word)
    {
        var allowed = word.Length >= 8 ? 2 : 1;
        string? best = null;
        var bestCost = double.MaxValue;
        for (var length = word.Length - allowed; length <= word.Length + allowed; length++)
        {
            foreach (var candidate in byLength.Value[length])
            {
                var distance = EditDistance.Between(word, candidate, allowed);
                if (distance > allowed || (candidate[0] != word[0] && (distance > 1 || word.Length < 6))
                    || (word.Length <= 4 && !IsSlip(word, candidate)))
                {
                    continue;
                }

                // The first letter is seldom wrong (Pollock and Zamora, 1984); frequency decides between equals.
                var cost = distance + (candidate[0] == word[0] ? 0 : 0.5) - Math.Log(1 + Frequency(candidate)) / 20;
                if (cost < bestCost)
                {
                    (best, bestCost) = (candidate, cost);
                }
            }
        }

        return best;
    }
}
