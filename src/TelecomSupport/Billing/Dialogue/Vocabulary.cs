using System.Collections.Frozen;
using System.Numerics;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>
/// Finds concepts in words. A language lists for each concept patterns separated by commas: words in their normal form
/// (<see cref="Words"/>), <c>word*</c> for a beginning, <c>*word*</c> for a part (compounds), several words in a row, and <c>..</c> for up to
/// three words in between. Immutable.
/// </summary>
internal sealed class Vocabulary
{
    private const int ShortestFuzzy = 5;
    private const int LongWord = 9;
    private const int Gap = 3;

    private static readonly FrozenDictionary<string, Vocabulary> ByLanguage = Vocabularies.Languages.All
        .ToFrozenDictionary(language => language.Key, language => new Vocabulary([Vocabularies.Languages.All["en"], language.Value]));

    /// <summary>Every language's patterns, without tolerance for typing errors: what is one in one language is a word in another.</summary>
    public static readonly Vocabulary Any = new(Vocabularies.Languages.All.Values);

    private readonly FrozenDictionary<char, Pattern[]> byFirstLetter;
    private readonly Pattern[] parts;

    private Vocabulary(IEnumerable<IReadOnlyDictionary<Concept, string>> languages)
    {
        var patterns = languages.Distinct()
            .SelectMany(language => language)
            .SelectMany(entry => entry.Value
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(text => new Pattern(entry.Key, text)))
            .ToArray();
        parts = [.. patterns.Where(pattern => pattern.IsPart)];
        byFirstLetter = patterns.Where(pattern => !pattern.IsPart).GroupBy(pattern => pattern.First[0]).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <returns>The language's patterns and English ones; English alone for a language there is nothing of.</returns>
    public static Vocabulary Of(string language) => ByLanguage.GetValueOrDefault(language) ?? ByLanguage["en"];

    /// <summary>Finds what the words mean.</summary>
    /// <param name="forgiving">Whether a word that means nothing is tried again with one typing error allowed, two in long ones.</param>
    /// <returns>Each concept with the place of the word that it begins at.</returns>
    public List<(int At, Concept Concept)> Find(ReadOnlySpan<string> words, bool forgiving = true)
    {
        var found = new List<(int, Concept)>();
        for (var i = 0; i < words.Length; i++)
        {
            var candidates = byFirstLetter.GetValueOrDefault(words[i][0]) ?? [];
            var known = false;
            foreach (var pattern in candidates)
            {
                if (pattern.Begins(words[i]))
                {
                    known = true;
                    if (pattern.IsOneWord || pattern.Matches(words[i..]))
                    {
                        found.Add((i, pattern.Concept));
                    }
                }
            }

            foreach (var pattern in parts)
            {
                if (pattern.Begins(words[i]))
                {
                    known = true;
                    found.Add((i, pattern.Concept));
                }
            }

            if (forgiving && !known && words[i].Length >= ShortestFuzzy && !ReferenceEquals(this, Any) && Nearest(words[i], candidates) is { } near)
            {
                found.Add((i, near.Concept));
            }
        }

        return found;
    }

    private static Pattern? Nearest(string word, Pattern[] candidates)
    {
        Pattern? nearest = null;
        var limit = 3;
        var letters = Edits.Letters(word);
        foreach (var pattern in candidates)
        {
            // Each letter that the word lacks takes an edit, so most patterns need no closer look.
            var allowed = Math.Min(limit, Math.Min(word.Length, pattern.First.Length) >= LongWord ? 3 : 2);
            if (pattern.IsOneWord
                && pattern.First.Length >= ShortestFuzzy
                && BitOperations.PopCount(pattern.Letters & ~letters) < allowed
                && pattern.Distance(word, allowed) is var distance
                && distance < allowed)
            {
                (nearest, limit) = (pattern, distance);
            }
        }

        return nearest;
    }

    private sealed class Pattern
    {
        private readonly string[] words;
        private readonly bool[] isPrefix;

        public Pattern(Concept concept, string text)
        {
            Concept = concept;
            IsPart = text[0] == '*';
            var pieces = text.Trim('*').Split(' ');
            words = [.. pieces.Select(piece => piece.TrimEnd('*'))];
            isPrefix = [.. text.Split(' ').Select(piece => piece.EndsWith('*'))];
            Letters = Edits.Letters(words[0]);
        }

        public Concept Concept { get; }
        public bool IsPart { get; }
        public bool IsOneWord => words.Length == 1;
        public string First => words[0];
        public uint Letters { get; }

        public bool Begins(string word) =>
            IsPart ? word.Contains(First, StringComparison.Ordinal) : Is(0, word);

        public bool Matches(ReadOnlySpan<string> text)
        {
            var at = 0;
            var reach = 0;
            for (var i = 0; i < words.Length; i++)
            {
                if (words[i] == "..")
                {
                    reach = Gap;
                    continue;
                }

                var end = Math.Min(at + reach, text.Length - 1);
                while (at <= end && !Is(i, text[at]))
                {
                    at++;
                }

                if (at > end)
                {
                    return false;
                }

                at++;
                reach = 0;
            }

            return true;
        }

        public int Distance(string word, int limit)
        {
            if (!isPrefix[0])
            {
                return Edits.Distance(word, First, limit);
            }

            var least = limit;
            for (var length = First.Length - 1; length <= Math.Min(First.Length + 1, word.Length); length++)
            {
                least = Math.Min(least, Edits.Distance(word.AsSpan(0, length), First, limit));
            }

            return least;
        }

        private bool Is(int i, string word) =>
            isPrefix[i] ? word.StartsWith(words[i], StringComparison.Ordinal) : word == words[i];
    }
}
