using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// Makes <see cref="WordVectors"/>: from a network of associations, then moved so that questions come near the sections that answer them and
/// far from others, of the same manual and of different ones. A text is the sum of its words' vectors; the loss is the softmax over a batch's
/// sections (Henderson et al., 2017), its slope followed by Adam (Kingma and Ba, 2015). The same data gives the same vectors. Takes half a minute.
/// </summary>
public sealed class WordVectorFit
{
    /// <summary>Where the associations are, from the repository's root.</summary>
    public const string AssociationsPath = "data/training/vocabulary/associations.txt";

    /// <summary>Where the manuals are, from the repository's root.</summary>
    public const string ManualsPath = "data/training/vocabulary/manuals";

    /// <summary>Where the shipped vectors are, from the repository's root.</summary>
    public const string ModelPath = "data/knowledge/word-vectors.model";

    // A stem of the manuals that no association has gets a vector when this many sections or questions have it.
    private const int MinTexts = 2;

    private const int Epochs = 10;
    private const int ManualsInBatch = 8;
    private const float Rate = 0.002f;
    private const float Temperature = 0.07f;

    // The share of a question's words left out each time, lest it be learnt by heart.
    private const double LeftOut = 0.3;

    private readonly List<string> stems;
    private readonly Dictionary<string, int> numbers;
    private readonly float[] vectors;
    private readonly float[] mean;
    private readonly float[] square;
    private readonly List<Manual> manuals;
    private readonly Random random = new(1);
    private int steps;

    private WordVectorFit(WordAssociations associations, List<TrainingManual> read)
    {
        stems = [.. associations.Stems];
        var known = stems.ToHashSet(StringComparer.Ordinal);
        var texts = read.SelectMany(manual => manual.Sections).SelectMany(section => section.Questions.Append([.. section.Heading, .. section.Text]));
        stems.AddRange(texts.SelectMany(text => text.Distinct()).CountBy(stem => stem)
            .Where(count => count.Value >= MinTexts && !known.Contains(count.Key)).Select(count => count.Key));
        numbers = stems.Select((stem, number) => (stem, number)).ToDictionary(entry => entry.stem, entry => entry.number, StringComparer.Ordinal);
        vectors = new float[stems.Count * WordVectors.Dimensions];
        (mean, square) = (new float[vectors.Length], new float[vectors.Length]);
        associations.Vectors().CopyTo(vectors, 0);
        for (var word = 0; word < stems.Count; word++)
        {
            Start(word, isKnown: word < known.Count);
        }

        manuals = read.ConvertAll(manual => new Manual(
            [.. manual.Sections.Select(section => Words([.. section.Text, .. section.Heading, .. section.Heading]))],
            [.. manual.Sections.SelectMany((section, i) => section.Questions.Select(question => (Words(question), i)))]));
    }

    /// <summary>Makes the vectors and writes them to a file.</summary>
    /// <returns>How many there are.</returns>
    /// <exception cref="InvalidDataException">A file is not of its form.</exception>
    public static int Run(string associationsPath, string manualsPath, string modelPath)
    {
        var vectors = Make(File.ReadAllText(associationsPath), ReadManuals(manualsPath));
        using var stream = File.Create(modelPath);
        vectors.Write(stream);
        return vectors.Count;
    }

    /// <returns>Each manual of a folder, by its name.</returns>
    internal static SortedDictionary<string, string> ReadManuals(string folder) =>
        new(Directory.GetFiles(folder, "*.md").ToDictionary(path => Path.GetFileName(path), File.ReadAllText), StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A text is not of its form.</exception>
    internal static WordVectors Make(string associations, SortedDictionary<string, string> manuals)
    {
        var network = new WordAssociations();
        network.Add(Synonyms.Shipped);
        network.Add(associations);
        var fit = new WordVectorFit(network, [.. manuals.Select(manual => TrainingManual.Parse(manual.Key, manual.Value))]);
        fit.Fit();
        return new(Hash(associations, manuals), fit.stems, fit.vectors);
    }

    /// <returns>SHA-256 of what the vectors are made from, the shipped synonyms included, in hexadecimal.</returns>
    internal static string Hash(string associations, SortedDictionary<string, string> manuals)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (phrase, alternatives) in Synonyms.Shipped.Entries)
        {
            var others = alternatives.Select(other => FormattableString.Invariant($"{string.Join(' ', other.Stems)}:{other.Weight}"));
            hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join(' ', phrase)}={string.Join(',', others)}\n"));
        }

        foreach (var text in manuals.Values.Prepend(associations))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // A stem from the manuals alone starts in a direction of its own; a word of the story starts with less to tell.
    private void Start(int word, bool isKnown)
    {
        var vector = Matrix.Row(vectors, word);
        if (!isKnown)
        {
            foreach (ref var component in vector)
            {
                component = random.NextSingle() - 0.5f;
            }

            Matrix.Normalize(vector);
        }

        TensorPrimitives.Multiply(vector, (float)(StopWords.Weight(stems[word]) * StopWords.StoryShare(stems[word], stems[word])), vector);
    }

    private int[] Words(List<string> text) => [.. text.Where(numbers.ContainsKey).Select(stem => numbers[stem])];

    private void Fit()
    {
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            var order = manuals.ToArray();
            random.Shuffle(order);
            foreach (var batch in order.Chunk(ManualsInBatch))
            {
                Step(batch, Rate * (1 - (epoch / (float)Epochs)));
            }
        }
    }

    private void Step(Manual[] batch, float rate)
    {
        var sections = batch.SelectMany(manual => manual.Sections).Select(words => new Text(words, vectors)).ToArray();
        var questions = new List<(Text Question, int Section)>();
        var first = 0;
        foreach (var manual in batch)
        {
            questions.AddRange(manual.Questions.Select(asked => (new Text(Array.FindAll(asked.Question, _ => random.NextDouble() >= LeftOut), vectors), first + asked.Section)));
            first += manual.Sections.Length;
        }

        var likelihoods = new float[sections.Length];
        foreach (var (question, right) in questions)
        {
            for (var i = 0; i < sections.Length; i++)
            {
                likelihoods[i] = TensorPrimitives.Dot<float>(question.Direction, sections[i].Direction) / Temperature;
            }

            TensorPrimitives.SoftMax(likelihoods, likelihoods);
            for (var i = 0; i < sections.Length; i++)
            {
                var slope = ((i == right ? 1 : 0) - likelihoods[i]) / Temperature / questions.Count;
                Matrix.AddTo(question.Slope, sections[i].Direction, slope);
                Matrix.AddTo(sections[i].Slope, question.Direction, slope);
            }
        }

        var slopes = new SortedDictionary<int, float[]>();
        foreach (var text in sections.Concat(questions.Select(asked => asked.Question)))
        {
            text.AddSlopes(slopes);
        }

        Ascend(slopes, rate);
    }

    private void Ascend(SortedDictionary<int, float[]> slopes, float rate)
    {
        steps++;
        var (meanShare, squareShare) = (1 - MathF.Pow(0.9f, steps), 1 - MathF.Pow(0.999f, steps));
        foreach (var (word, slope) in slopes)
        {
            var vector = Matrix.Row(vectors, word);
            var m = Matrix.Row(mean, word);
            var s = Matrix.Row(square, word);
            for (var i = 0; i < slope.Length; i++)
            {
                m[i] = (0.9f * m[i]) + (0.1f * slope[i]);
                s[i] = (0.999f * s[i]) + (0.001f * slope[i] * slope[i]);
                vector[i] += rate * (m[i] / meanShare) / (MathF.Sqrt(s[i] / squareShare) + 1e-8f);
            }
        }
    }

    private sealed record Manual(int[][] Sections, (int[] Question, int Section)[] Questions);

    private sealed class Text
    {
        private readonly int[] words;
        private readonly float length;

        public Text(int[] words, float[] vectors)
        {
            this.words = words;
            foreach (var word in words)
            {
                Matrix.AddTo(Direction, Matrix.Row(vectors, word), 1);
            }

            length = Matrix.Normalize(Direction);
        }

        public float[] Direction { get; } = new float[WordVectors.Dimensions];

        public float[] Slope { get; } = new float[WordVectors.Dimensions];

        // Through the division by the length: only what is across the direction turns it.
        public void AddSlopes(SortedDictionary<int, float[]> slopes)
        {
            var along = TensorPrimitives.Dot<float>(Direction, Slope);
            foreach (var word in words)
            {
                if (!slopes.TryGetValue(word, out var slope))
                {
                    slopes.Add(word, slope = new float[WordVectors.Dimensions]);
                }

                Matrix.AddTo(slope, Slope, 1 / length);
                Matrix.AddTo(slope, Direction, -along / length);
            }
        }
    }
}
