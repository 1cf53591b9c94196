namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// What the classifier sees of a message, as 32-bit hashes (FNV-1a): words, word pairs, pieces of words, concepts and pairs of concepts.
/// A feature counts once however often it occurs. The model file stores these hashes, so a change here needs the model trained anew.
/// </summary>
internal static class MessageFeatures
{
    /// <summary>Raised with every change to the features, so that a model made for others is refused.</summary>
    public const int Version = 1;

    private const int MinPiece = 2;
    private const int MaxPiece = 5;

    public static HashSet<uint> Of(string text)
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

        return features;
    }

    // 12.99, 3rd and 2024 say the same: a number, by its length.
    private static string Shape(string word) => char.IsAsciiDigit(word[0]) && word.All(char.IsAsciiDigit) ? $"#{Math.Min(word.Length, 5)}" : word;

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

        return hash;

        static uint Add(uint hash, char c) => (((hash ^ (c & 0xFFu)) * 16777619) ^ (uint)(c >> 8)) * 16777619;
    }
}
