namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// Words of six languages by what they mean, read from an embedded file of <c>meaning: term, term…</c> lines. Terms have up to three words,
/// are lower case without diacritics, and take any ending when they end in <c>*</c>. Immutable, safe for concurrent use.
/// </summary>
internal sealed class Lexicon
{
    /// <summary>What telecom customers write about, and what others do.</summary>
    public static readonly Lexicon Concepts = new("concepts.txt");

    /// <summary>How they feel.</summary>
    public static readonly Lexicon Moods = new("moods.txt");

    private const int MaxWords = 3;
    private const int ShortestStem = 2;
    private const int ShortestMisspelt = 6;

    private readonly Dictionary<string, string[]> exact = [];
    private readonly Dictionary<string, string[]> stems = [];

    // Terms of one word by themselves and by what is left when one of their letters but the first is taken away.
    private readonly Dictionary<string, List<(string Term, bool IsStem)>> misspelt = [];

    private Lexicon(string file)
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream($"TelecomSupport.Embedded.Routing.{file}")
            ?? throw new InvalidOperationException($"The assembly lacks {file}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split(':', 2) is not [var meaning, var terms])
            {
                continue;
            }

            foreach (var term in terms.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var words = string.Join(' ', MessageText.Words(term.TrimEnd('*')).Select(MessageText.Fold));
                var table = term.EndsWith('*') ? stems : exact;
                if (!table.TryGetValue(words, out var meanings) && words.Length >= ShortestMisspelt && !words.Contains(' '))
                {
                    AddMisspellings(words, table == stems);
                }

                table[words] = [.. (meanings ?? []).Append(meaning).Distinct()];
            }
        }
    }

    /// <param name="words">Folded (<see cref="MessageText.Fold"/>), in order.</param>
    /// <returns>Each meaning found with the index of the word that its term starts at; a term that occurs twice is found twice.</returns>
    public List<(string Meaning, int Word)> Find(IReadOnlyList<string> words)
    {
        var found = new List<(string, int)>();
        for (var start = 0; start < words.Count; start++)
        {
            var term = "";
            for (var count = 1; count <= MaxWords && start + count <= words.Count; count++)
            {
                var last = words[start + count - 1];
                term = count == 1 ? last : $"{term} {last}";
                Find(term, shortest: count == 1 ? ShortestStem : term.Length - last.Length + 1, start, found);
            }
        }

        return found;
    }

    /// <summary>
    /// The meanings of the term that a word was meant to be: one letter missing, added, changed or swapped with its neighbour, the first one right
    /// (symmetric deletion, as in Garbe's SymSpell).
    /// </summary>
    /// <param name="word">Folded; one that is spelt right may be taken for another.</param>
    public IEnumerable<string> FindMisspelt(string word)
    {
        if (word.Length < ShortestMisspelt - 1)
        {
            return [];
        }

        var best = Enumerable.Range(ShortestMisspelt - 1, word.Length - ShortestMisspelt + 2)
            .SelectMany(length => Shortened(word[..length]).Prepend(word[..length])
                .SelectMany(variant => misspelt.GetValueOrDefault(variant, []))
                .Where(found => found.IsStem || length == word.Length))
            .OrderByDescending(found => found.Term.Length).FirstOrDefault();
        return best.Term is null ? [] : (best.IsStem ? stems : exact)[best.Term];
    }

    private void AddMisspellings(string term, bool isStem)
    {
        foreach (var variant in Shortened(term).Prepend(term).Distinct())
        {
            if (!misspelt.TryGetValue(variant, out var terms))
            {
                misspelt[variant] = terms = [];
            }

            terms.Add((term, isStem));
        }
    }

    private static IEnumerable<string> Shortened(string word) => Enumerable.Range(1, word.Length - 1).Select(i => word.Remove(i, 1));

    private void Find(string term, int shortest, int start, List<(string, int)> found)
    {
        foreach (var meaning in exact.GetValueOrDefault(term, []))
        {
            found.Add((meaning, start));
        }

        var lookup = stems.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = shortest; length <= term.Length; length++)
        {
            if (lookup.TryGetValue(term.AsSpan(0, length), out var meanings))
            {
                found.AddRange(meanings.Select(meaning => (meaning, start)));
            }
        }
    }
}
