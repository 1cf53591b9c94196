using System.IO.Compression;

namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// The trained classifier: for each head (what the message is about, its language, …) one linear softmax over <see cref="MessageFeatures"/>.
/// Reading it needs no ML.NET; <see cref="RouterTraining"/> makes it. Immutable, safe for concurrent use.
/// </summary>
public sealed class RouterModel
{
    /// <summary>The head that says which agent's message this is.</summary>
    public const string CategoryHead = "category";

    /// <summary>The head that says which language the message is in.</summary>
    public const string LanguageHead = "language";

    /// <summary>The head that says whether the message only makes sense after an answer.</summary>
    public const string FollowUpHead = "follow_up";

    /// <summary>The head that says whether the customer sounds angry.</summary>
    public const string AngerHead = "anger";

    private const int FormatVersion = 1;
    private const string ResourceName = "TelecomSupport.Embedded.Routing.router.model";

    private readonly uint[] vocabulary;
    private readonly float[] importance;

    /// <param name="vocabulary">The features' hashes, ascending.</param>
    /// <param name="importance">How much each feature weighs in a message beside others of its group: the rarer, the more.</param>
    internal RouterModel(string trainedFrom, uint[] vocabulary, float[] importance, IReadOnlyList<RouterHead> heads)
    {
        TrainedFrom = trainedFrom;
        Heads = heads;
        this.vocabulary = vocabulary;
        this.importance = importance;
    }

    /// <summary>SHA-256 of the training messages, in hexadecimal.</summary>
    public string TrainedFrom { get; }

    internal IReadOnlyList<RouterHead> Heads { get; }

    /// <summary>Reads the model that ships with this assembly.</summary>
    public static RouterModel LoadShipped()
    {
        using var stream = typeof(RouterModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks {ResourceName}.");
        return Load(stream);
    }

    /// <exception cref="InvalidDataException">This is no model, or one for other features.</exception>
    public static RouterModel Load(Stream stream)
    {
        using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress, leaveOpen: true));
        if (reader.ReadInt32() != FormatVersion || reader.ReadInt32() != MessageFeatures.Version)
        {
            throw new InvalidDataException("The router's model was made for another version; train it again.");
        }

        var trainedFrom = reader.ReadString();
        var vocabulary = new uint[reader.ReadInt32()];
        var hash = 0u;
        for (var i = 0; i < vocabulary.Length; i++)
        {
            vocabulary[i] = hash += (uint)reader.Read7BitEncodedInt();
        }

        var importance = new float[vocabulary.Length];
        for (var i = 0; i < importance.Length; i++)
        {
            importance[i] = (float)reader.ReadHalf();
        }

        var heads = new RouterHead[reader.ReadInt32()];
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = RouterHead.Read(reader, vocabulary.Length);
        }

        return new(trainedFrom, vocabulary, importance, heads);
    }

    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true));
        writer.Write(FormatVersion);
        writer.Write(MessageFeatures.Version);
        writer.Write(TrainedFrom);
        writer.Write(vocabulary.Length);
        var previous = 0u;
        foreach (var hash in vocabulary)
        {
            writer.Write7BitEncodedInt((int)(hash - previous));
            previous = hash;
        }

        foreach (var value in importance)
        {
            writer.Write((Half)value);
        }

        writer.Write(Heads.Count);
        foreach (var head in Heads)
        {
            head.Write(writer);
        }
    }

    /// <summary>Reads a message once for every head.</summary>
    public MessageScores Score(string text) => new(this, Project(MessageFeatures.Of(text, word => Array.BinarySearch(vocabulary, word) >= 0)));

    /// <summary>
    /// The message as a vector over the vocabulary, indices ascending: each group of features is scaled to the length that
    /// <see cref="MessageFeatures.GroupLengths"/> gives it. Empty when no feature is known.
    /// </summary>
    internal (int[] Indices, float[] Values) Project(IEnumerable<uint> features)
    {
        var indices = features.Select(feature => Array.BinarySearch(vocabulary, feature)).Where(index => index >= 0).Order().ToArray();
        var values = Array.ConvertAll(indices, index => importance[index]);
        var squares = new float[MessageFeatures.GroupLengths.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            squares[MessageFeatures.GroupOf(vocabulary[indices[i]])] += values[i] * values[i];
        }

        for (var i = 0; i < indices.Length; i++)
        {
            var group = MessageFeatures.GroupOf(vocabulary[indices[i]]);
            values[i] *= MessageFeatures.GroupLengths[group] / MathF.Sqrt(squares[group]);
        }

        return (indices, values);
    }
}

/// <summary>A message as the model sees it.</summary>
public sealed class MessageScores
{
    private readonly RouterModel model;
    private readonly (int[] Indices, float[] Values) vector;

    internal MessageScores(RouterModel model, (int[] Indices, float[] Values) vector) => (this.model, this.vector) = (model, vector);

    /// <summary>Whether the model knows nothing in this message.</summary>
    public bool Unknown => vector.Indices.Length == 0;

    /// <returns>The head's calibrated probabilities by class; they sum to 1.</returns>
    /// <exception cref="InvalidOperationException">The model has no such head.</exception>
    public IReadOnlyDictionary<string, double> Of(string head) =>
        model.Heads.First(candidate => candidate.Name == head).Probabilities(vector.Indices, vector.Values);
}
