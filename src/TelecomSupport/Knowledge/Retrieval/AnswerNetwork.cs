using System.IO.Compression;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// The weights by which <see cref="QuestionReading"/> tells from a question's words and a passage's whether the passage answers, also where they
/// share none: a small neural network over word vectors. Made by <c>train network</c>. Immutable but for training; safe for concurrent use.
/// </summary>
internal sealed class AnswerNetwork(string trainedFrom, WordVectors vectors, float[] weights)
{
    /// <summary>How many words of a question are read.</summary>
    public const int MaxWords = 64;

    /// <summary>How many numbers say what a word's neighbourhood is like.</summary>
    public const int Contexts = 48;

    /// <summary>What is known of a word beside its context: how rare it is, whether it has a digit, whether it has no vector, and how long that is.</summary>
    public const int Facts = 4;

    /// <summary>How a word may be met: in the heading, the text and the best unit as far as similar, and whether heading and text have itself.</summary>
    public const int Ways = 5;

    /// <summary>How many hidden units weigh the ways in which a word is met.</summary>
    public const int Hidden = 16;

    /// <summary>What of a passage is weighed in the end.</summary>
    public const int Outputs = 6;

    public const int Inputs = Facts + Contexts;
    private const int Width = 3 * WordVectors.Dimensions;

    // Where each layer's weights are among all.
    private const int ContextBias = Contexts * Width;
    private const int ShiftAt = ContextBias + Contexts;
    private const int ShiftBiasAt = ShiftAt + (Contexts * WordVectors.Dimensions);
    private const int GateAt = ShiftBiasAt + WordVectors.Dimensions;
    private const int HiddenAt = GateAt + Inputs + 1;
    private const int MetAt = HiddenAt + (Hidden * (Ways + Inputs + 1));
    private const int OutputAt = MetAt + Hidden + 1;

    /// <summary>How many weights there are.</summary>
    public const int Size = OutputAt + Outputs + 1;

    private const int FormatVersion = 1;
    private const string ResourceName = "answer-network.model";

    private static readonly Lazy<AnswerNetwork> OfTheProgram = new(ReadShipped);

    /// <summary>The one that comes with the program.</summary>
    public static AnswerNetwork Shipped => OfTheProgram.Value;

    /// <summary>SHA-256 of what it was made from, in hexadecimal.</summary>
    public string TrainedFrom => trainedFrom;

    public WordVectors Vectors => vectors;

    public float[] Weights => weights;

    /// <summary>What leads from a word and its two neighbours, one after the other, to a context.</summary>
    public static Span<float> Context(float[] weights, int context) => weights.AsSpan(context * Width, Width);

    public static Span<float> ContextBiases(float[] weights) => weights.AsSpan(ContextBias, Contexts);

    /// <summary>What a context adds to the word's vector.</summary>
    public static Span<float> Shift(float[] weights, int context) => weights.AsSpan(ShiftAt + (context * WordVectors.Dimensions), WordVectors.Dimensions);

    public static Span<float> ShiftBias(float[] weights) => weights.AsSpan(ShiftBiasAt, WordVectors.Dimensions);

    /// <summary>What leads from a word's inputs to its gate, then the constant.</summary>
    public static Span<float> Gate(float[] weights) => weights.AsSpan(GateAt, Inputs + 1);

    /// <summary>What leads from the ways a word is met, and its inputs, to a hidden unit, then the constant.</summary>
    public static Span<float> HiddenUnit(float[] weights, int unit) => weights.AsSpan(HiddenAt + (unit * (Ways + Inputs + 1)), Ways + Inputs + 1);

    /// <summary>What leads from the hidden units to how well a word is met, then the constant.</summary>
    public static Span<float> Met(float[] weights) => weights.AsSpan(MetAt, Hidden + 1);

    /// <summary>What leads from a passage's outputs to its score, then the constant.</summary>
    public static Span<float> Output(float[] weights) => weights.AsSpan(OutputAt, Outputs + 1);

    /// <returns>Small weights to start training from; contexts move nothing yet.</returns>
    public static float[] Start(Random random)
    {
        var weights = new float[Size];
        for (var context = 0; context < Contexts; context++)
        {
            Scatter(Context(weights, context), random);
        }

        Scatter(Gate(weights), random);
        for (var unit = 0; unit < Hidden; unit++)
        {
            Scatter(HiddenUnit(weights, unit), random);
        }

        Scatter(Met(weights), random);
        Scatter(Output(weights), random);
        return weights;
    }

    /// <exception cref="InvalidDataException">This is no network, or one of another version.</exception>
    public static AnswerNetwork Read(Stream stream)
    {
        using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true));
        if (reader.ReadInt32() != FormatVersion || reader.ReadInt32() != WordVectors.Dimensions || reader.ReadInt32() != Size)
        {
            throw new InvalidDataException("The network was made for another version; train it again.");
        }

        var trainedFrom = reader.ReadString();
        var vectors = WordVectors.Read(reader);
        var weights = new float[Size];
        foreach (ref var weight in weights.AsSpan())
        {
            weight = reader.ReadSingle();
        }

        return new(trainedFrom, vectors, weights);
    }

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
        writer.Write(FormatVersion);
        writer.Write(WordVectors.Dimensions);
        writer.Write(Size);
        writer.Write(trainedFrom);
        vectors.Write(writer);
        foreach (var weight in weights)
        {
            writer.Write(weight);
        }
    }

    private static void Scatter(Span<float> layer, Random random)
    {
        var most = 1 / MathF.Sqrt(layer.Length);
        foreach (ref var weight in layer)
        {
            weight = most * ((2 * random.NextSingle()) - 1);
        }
    }

    private static AnswerNetwork ReadShipped()
    {
        using var stream = typeof(AnswerNetwork).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks {ResourceName}.");
        return Read(stream);
    }
}
