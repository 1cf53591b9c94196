using System.Globalization;

namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// What the classifier sees of a message, as 32-bit hashes (FNV-1a): words, word pairs, pieces of words, concepts and pairs of concepts.
/// A feature counts once however often it occurs. The model file stores these hashes, so a change here needs the model trained anew.
/// </summary>
internal static class MessageFeatures
{
    /// <summary>Raised with every change to the features, so that a model made for others is refused.</summary>
    public const int Version = 2;

    /// <summary>How much words, word pairs, pieces of words and concepts weigh against each other, found by cross-validation.</summary>
    public static readonly float[] GroupLengths = [0.5f, 0.3f, 1, 1];

    private const int MinPiece = 2;
    private const int MaxPiece = 5;

    // Words up to this length, mostly particles, say what is asked of a concept: "no", "my", "how", "when".
    private const int LongestParticle = 5;

    /// <returns>The message's features, each once.</returns>
    /// <param name="isKnown">Whether the classifier knows the word with this hash; one that it doesn't may be a misspelt term.</param>
    public static HashSet<uint> Of(string text, Func<uint, bool> isKnown)
    {
        var features = new HashSet<uint>();
        var words = MessageText.Words(text);
        var folded = words.ConvertAll(MessageText.Fold);
        for (var i = 0; i < words.Count; i++)
        {
            var word = Shape(folded[i]);
            features.Add(Hash('w', word));
            if (!ReferenceEquals(words[i], folded[i]))
            {
                features.Add(Hash('d', words[i]));
                AddPieces(features, 'q', words[i], 2, 3);
            }

            if (i > 0)
            {
                features.Add(Hash('b', Shape(folded[i - 1]), word));
            }

            if (char.IsLetter(word[0]))
            {
                AddPieces(features, 'p', word, MinPiece, MaxPiece);
            }
        }

        if (folded.Count > 0)
        {
            features.Add(Hash('b', "<", Shape(folded[0])));
            features.Add(Hash('b', Shape(folded[^1]), ">"));
        }

        AddConcepts(features, folded, isKnown);
        return features;
    }

    private static void AddConcepts(HashSet<uint> features, List<string> folded, Func<uint, bool> isKnown)
    {
        var found = Lexicon.Concepts.Find(folded);
        var named = found.Select(term => term.Word).ToHashSet();
        for (var i = 0; i < folded.Count; i++)
        {
            if (!named.Contains(i) && !isKnown(Hash('w', Shape(folded[i]))))
            {
                found.AddRange(Lexicon.Concepts.FindMisspelt(folded[i]).Select(meaning => (meaning, i)));
            }
        }

        var inOrder = found.OrderBy(term => term.Word).Select(term => term.Meaning).ToArray();
        var concepts = inOrder.Distinct().Order(StringComparer.Ordinal).ToArray();
        features.Add(Hash('n', concepts.Length.ToString(CultureInfo.InvariantCulture)));
        if (concepts.Length > 0)
        {
            features.Add(Hash('f', inOrder[0]));
            features.Add(Hash('l', inOrder[^1]));
        }

        for (var i = 0; i < concepts.Length; i++)
        {
            features.Add(Hash('c', concepts[i]));
            for (var j = 0; j < i; j++)
            {
                features.Add(Hash('c', concepts[j], concepts[i]));
            }

            foreach (var word in folded.Where(word => word.Length <= LongestParticle))
            {
                features.Add(Hash('x', concepts[i], word));
            }
        }
    }

    /// <summary>The hashes of the message's words alone.</summary>
    public static IEnumerable<uint> Words(string text) => MessageText.Words(text).Select(word => Hash('w', Shape(MessageText.Fold(word)))).Distinct();

    // 12.99, 3rd and 2024 say the same: a number, by its length.
    private static string Shape(string word) => char.IsAsciiDigit(word[0]) && word.All(char.IsAsciiDigit) ? $"#{Math.Min(word.Length, 5)}" : word;

    /// <summary>Index into <see cref="GroupLengths"/>: a feature's two highest bits.</summary>
    public static int GroupOf(uint feature) => (int)(feature >> 30);

    private static uint Group(char kind) => kind switch { 'w' or 'd' => 0u, 'b' => 1u, 'p' or 'q' => 2u, _ => 3u } << 30;

    private static void AddPieces(HashSet<uint> features, char kind, string word, int min, int max)
    {
        var padded = $"_{word}_";
        for (var length = min; length <= max; length++)
        {
            for (var start = 0; start + length <= padded.Length; start++)
            {
                features.Add(Hash(kind, padded.AsSpan(start, length)));
            }
        }
    }

    private static uint Hash(char kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second = default)
    {
        var hash = Add(2166136261, kind);
        foreach (var c in first)
        {
            hash = Add(hash, c);
        }

        if (second.Length > 0)
        {
            hash = Add(hash, ' ');
            foreach (var c in second)
            {
                hash = Add(hash, c);
            }
        }

        return (hash >> 2) | Group(kind);

        static uint Add(uint hash, char c) => (((hash ^ (c & 0xFFu)) * 16777619) ^ (uint)(c >> 8)) * 16777619;
    }
}
