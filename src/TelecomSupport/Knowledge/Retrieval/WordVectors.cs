using System.IO.Compression;
using System.Numerics.Tensors;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// What words mean, as far as it says which of them go together: a vector for each stem, the longer the more the word tells. Made by
/// <c>train vectors</c>. Immutable; safe for concurrent use.
/// </summary>
internal sealed class WordVectors
{
    public const int Dimensions = 128;

    /// <summary>What <see cref="Find"/> returns for a stem without a vector.</summary>
    public const int Unknown = -1;

    private const int FormatVersion = 1;
    private const string ResourceName = "word-vectors.model";

    private static readonly Lazy<WordVectors> OfTheProgram = new(ReadShipped);

    private readonly Dictionary<string, int> words;
    private readonly float[] directions;
    private readonly float[] weights;

    /// <param name="stems">Each once.</param>
    /// <param name="vectors">One after the other; none is zero. Taken over.</param>
    public WordVectors(string trainedFrom, IReadOnlyList<string> stems, float[] vectors)
    {
        TrainedFrom = trainedFrom;
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

    /// <summary>The ones that come with the program.</summary>
    public static WordVectors Shipped => OfTheProgram.Value;

    /// <summary>SHA-256 of what they were made from, in hexadecimal.</summary>
    public string TrainedFrom { get; }

    public int Count => weights.Length;

    /// <returns>Whether the stem may have a vector: a number means something else everywhere, and a word of grammar nothing.</returns>
    public static bool CanHave(string stem) => stem.Any(char.IsAsciiLetter) && StopWords.Weight(stem) > 0;

    /// <returns>The stem's number, or <see cref="Unknown"/>.</returns>
    public int Find(string stem) => words.TryGetValue(stem, out var word) ? word : Unknown;

    /// <returns>How much the word tells, about 1 for most.</returns>
    public float Weight(int word) => weights[word];

    /// <summary>Adds a multiple of the word's vector to a sum.</summary>
    public void AddTo(Span<float> sum, int word, float factor) => TensorPrimitives.MultiplyAdd(Direction(word), factor * weights[word], sum, sum);

    /// <returns>The cosine of two words' vectors, -1 to 1.</returns>
    public float Similarity(int a, int b) => TensorPrimitives.Dot(Direction(a), Direction(b));

    /// <exception cref="InvalidDataException">These are no vectors, or ones of another version.</exception>
    public static WordVectors Read(Stream stream)
    {
        using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true));
        if (reader.ReadInt32() != FormatVersion || reader.ReadInt32() != Dimensions)
        {
            throw new InvalidDataException("The word vectors were made for another version; train them again.");
        }

        var trainedFrom = reader.ReadString();
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

        return new(trainedFrom, stems, vectors);
    }

    /// <summary>Writes them with eight bits a component.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
        writer.Write(FormatVersion);
        writer.Write(Dimensions);
        writer.Write(TrainedFrom);
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

    private static WordVectors ReadShipped()
    {
        using var stream = typeof(WordVectors).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks {ResourceName}.");
        return Read(stream);
    }

    private ReadOnlySpan<float> Direction(int word) => directions.AsSpan(word * Dimensions, Dimensions);
}
