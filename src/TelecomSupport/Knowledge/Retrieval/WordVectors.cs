using System.Numerics.Tensors;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// What words mean, as far as it says which of them go together: a vector for each stem, the longer the more the word tells. Made by
/// <c>train network</c>. Immutable but for training; safe for concurrent use.
/// </summary>
internal sealed class WordVectors
{
    public const int Dimensions = 128;

    /// <summary>What <see cref="Find"/> returns for a stem without a vector.</summary>
    public const int Unknown = -1;

    private readonly Dictionary<string, int> words;
    private readonly float[] directions;
    private readonly float[] weights;

    /// <param name="stems">Each once.</param>
    /// <param name="vectors">One after the other; none is zero. Taken over.</param>
    public WordVectors(IReadOnlyList<string> stems, float[] vectors)
    {
        words = stems.Select((stem, word) => (stem, word)).ToDictionary(entry => entry.stem, entry => entry.word, StringComparer.Ordinal);
        directions = vectors;
        weights = new float[stems.Count];
        for (var word = 0; word < weights.Length; word++)
        {
            var vector = vectors.AsSpan(word * Dimensions, Dimensions);
            weights[word] = TensorPrimitives.Norm<float>(vector);
            TensorPrimitives.Divide(vector, weights[word], vector);
        }
    }

    public int Count => weights.Length;

    /// <returns>Whether the stem may have a vector: a number means something else everywhere.</returns>
    public static bool CanHave(string stem) => stem.Any(char.IsAsciiLetter);

    /// <returns>The stems of a text that may have one, in order.</returns>
    public static IEnumerable<string> Stems(string text) => AskedWord.Stems(text).Where(CanHave);

    /// <returns>The stem's number, or <see cref="Unknown"/>.</returns>
    public int Find(string stem) => words.TryGetValue(stem, out var word) ? word : Unknown;

    /// <returns>The stem's number; a negative one of its own when it has no vector.</returns>
    public int Number(string stem) => words.TryGetValue(stem, out var word) ? word : Math.Min(-2, ~(stem.GetHashCode(StringComparison.Ordinal) & int.MaxValue));

    /// <returns>How much the word tells, about 1 for most.</returns>
    public float Weight(int word) => weights[word];

    /// <summary>Adds a multiple of the word's vector to a sum.</summary>
    public void AddTo(Span<float> sum, int word, float factor) => TensorPrimitives.MultiplyAdd(Direction(word), factor * weights[word], sum, sum);

    /// <returns>The cosine of two words' vectors, -1 to 1.</returns>
    public float Similarity(int a, int b) => TensorPrimitives.Dot(Direction(a), Direction(b));

    /// <returns>The product of the word's direction with a vector.</returns>
    public float Similarity(int word, ReadOnlySpan<float> vector) => TensorPrimitives.Dot(Direction(word), vector);

    /// <summary>Adds to a word's vector; only training does.</summary>
    public void Move(int word, ReadOnlySpan<float> step)
    {
        var vector = directions.AsSpan(word * Dimensions, Dimensions);
        TensorPrimitives.MultiplyAdd(vector, weights[word], step, vector);
        weights[word] = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Divide(vector, weights[word], vector);
    }

    public static WordVectors Read(BinaryReader reader)
    {
        var stems = new string[reader.ReadInt32()];
        var vectors = new float[stems.Length * Dimensions];
        var components = new byte[Dimensions];
        for (var word = 0; word < stems.Length; word++)
        {
            stems[word] = reader.ReadString();
            var unit = (float)reader.ReadHalf();
            reader.BaseStream.ReadExactly(components);
            for (var i = 0; i < Dimensions; i++)
            {
                vectors[(word * Dimensions) + i] = unit * (sbyte)components[i];
            }
        }

        return new(stems, vectors);
    }

    /// <summary>Writes them with eight bits a component.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        foreach (var (stem, word) in words.OrderBy(entry => entry.Value))
        {
            var largest = MathF.Abs(TensorPrimitives.MaxMagnitude(Direction(word)));
            writer.Write(stem);
            writer.Write((Half)(weights[word] * largest / sbyte.MaxValue));
            foreach (var component in Direction(word))
            {
                writer.Write((sbyte)MathF.Round(component / largest * sbyte.MaxValue));
            }
        }
    }

    public ReadOnlySpan<float> Direction(int word) => directions.AsSpan(word * Dimensions, Dimensions);
}
