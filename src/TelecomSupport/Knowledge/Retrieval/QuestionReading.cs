using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// A question as <see cref="AnswerNetwork"/> reads it, to be met by passages. Each word is read with its neighbours (a convolution), which says how
/// much it matters (a gate; Guo et al., 2016) and moves its vector; then the most similar words of a passage's heading, of its text and of its best
/// unit meet it (late interaction; Khattab and Zaharia, 2020). Remembers words; not safe for concurrent use.
/// </summary>
internal sealed class QuestionReading
{
    /// <summary>What the weighed outputs are multiplied with.</summary>
    public const float Sharpness = 5;

    // Keeps what is divided by it from growing without end.
    private const float Least = 1e-6f;

    private readonly AnswerNetwork network;

    // For each word of a passage met, where its similarities to the terms begin.
    private readonly Dictionary<int, int> places = [];
    private float[] similarities = new float[4096];
    private int used;

    // What the terms' own inputs bring to each hidden unit.
    private readonly float[] hiddenInputs;
    private float[] pieceMatches = [];

    public QuestionReading(AnswerNetwork network, IReadOnlyList<AskedWord> asked)
    {
        this.network = network;
        var weights = network.Weights;
        Words = [.. asked.Take(AnswerNetwork.MaxWords)];
        Numbers = Array.ConvertAll(Words, word => network.Vectors.Number(word.Stem));
        const int Dimensions = WordVectors.Dimensions;

        // A word of nothing stands before the first and after the last.
        Rows = new float[(Words.Length + 2) * Dimensions];
        for (var i = 0; i < Words.Length; i++)
        {
            if (Numbers[i] >= 0)
            {
                network.Vectors.AddTo(Rows.AsSpan((i + 1) * Dimensions, Dimensions), Numbers[i], 1);
            }
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        Terms = [.. Enumerable.Range(0, Words.Length).Where(i => StopWords.Weight(Words[i].Stem) > 0 && seen.Add(Words[i].Stem))];
        Inputs = new float[Terms.Length * AnswerNetwork.Inputs];
        Directions = new float[Terms.Length * Dimensions];
        Lengths = new float[Terms.Length];
        GateInputs = new float[Terms.Length];
        Gates = new float[Terms.Length];
        hiddenInputs = new float[Terms.Length * AnswerNetwork.Hidden];
        for (var term = 0; term < Terms.Length; term++)
        {
            Read(term, weights);
        }

        GateSum = Gates.Sum() + Least;
        SumLength = TensorPrimitives.Norm<float>(Sum) + Least;
        TensorPrimitives.Divide(Sum, SumLength, Sum);
    }

    /// <summary>Its words, and each one's vector's number.</summary>
    public AskedWord[] Words { get; }

    public int[] Numbers { get; }

    /// <summary>The words that must be met: each once, and none of grammar.</summary>
    public int[] Terms { get; }

    /// <summary>The words' vectors one after the other, nothing before and after them.</summary>
    public float[] Rows { get; }

    /// <summary>For each term its facts and its contexts.</summary>
    public float[] Inputs { get; }

    /// <summary>Each term's moved vector, divided by its length.</summary>
    public float[] Directions { get; }

    public float[] Lengths { get; }

    /// <summary>Each gate before it is made positive.</summary>
    public float[] GateInputs { get; }

    /// <summary>How much each term matters.</summary>
    public float[] Gates { get; }

    public float GateSum { get; }

    /// <summary>The sum of the terms' moved vectors, divided by its length.</summary>
    public float[] Sum { get; } = new float[WordVectors.Dimensions];

    public float SumLength { get; }

    public ReadOnlySpan<float> InputsOf(int term) => Inputs.AsSpan(term * AnswerNetwork.Inputs, AnswerNetwork.Inputs);

    public Span<float> DirectionOf(int term) => Directions.AsSpan(term * WordVectors.Dimensions, WordVectors.Dimensions);

    /// <summary>The three words' vectors that the context of the term is made of.</summary>
    public Span<float> NeighbourhoodOf(int term) => Rows.AsSpan(Terms[term] * WordVectors.Dimensions, 3 * WordVectors.Dimensions);

    /// <returns>Whether the term is this very word.</returns>
    public bool Is(int term, int word) => Numbers[Terms[term]] == word;

    /// <param name="questions">The words of each.</param>
    /// <returns>How alike the most similar question is, 0 to 1; null when there is none.</returns>
    public double? Likeness(int[][] questions) => questions.Length == 0 ? null : questions.Max(Likeness);

    /// <returns>The score of the passage: the logarithm of how much surer it is that the passage answers than that none does.</returns>
    /// <param name="match">Takes what the score is made of.</param>
    public float Score(PassageMeaning passage, AnswerMatch match)
    {
        match.Clear(Terms.Length);
        var headingMet = MeetHeading(passage, match);
        MeetText(passage, match);
        var weights = network.Weights;
        var covered = 0f;
        match.MostMissedTerm = -1;
        var worst = 0f;
        for (var term = 0; term < Terms.Length; term++)
        {
            match.Met[term] = Meet(term, match, weights);
            covered += Gates[term] * match.Met[term];
            if (Gates[term] * (match.Met[term] - 1) / 2 is var missed && missed < worst)
            {
                (worst, match.MostMissedTerm) = (missed, term);
            }
        }

        var outputs = match.Outputs;
        outputs[0] = Product(passage.Words) / (passage.Length + Least);
        outputs[1] = Product(passage.HeadingWords) / (passage.HeadingLength + Least);
        outputs[2] = covered / GateSum;
        outputs[3] = worst;
        outputs[4] = headingMet;
        outputs[5] = MathF.Log(1 + passage.Count) / 5;
        var output = AnswerNetwork.Output(weights);
        return Sharpness * (TensorPrimitives.Dot<float>(outputs, output[..^1]) + output[^1]);
    }

    // Of either question, the share of what matters that the other has; their harmonic mean.
    private double Likeness(int[] question)
    {
        var met = Matches();
        var (own, all) = (0f, 0f);
        foreach (var word in question)
        {
            var toTerms = ToTerms(word);
            var best = 0f;
            for (var term = 0; term < toTerms.Length; term++)
            {
                met[term] = Math.Max(met[term], toTerms[term]);
                best = Math.Max(best, toTerms[term]);
            }

            var weight = word < 0 ? 1 : network.Vectors.Weight(word);
            own += weight * best;
            all += weight;
        }

        var theirs = TensorPrimitives.Dot<float>(met, Gates) / GateSum;
        own /= all + Least;
        return 2 * own * theirs / (own + theirs + Least);
    }

    // For each term 0, until something is more similar. One at a time.
    private Span<float> Matches()
    {
        Array.Resize(ref pieceMatches, Math.Max(pieceMatches.Length, Terms.Length));
        Array.Clear(pieceMatches);
        return pieceMatches.AsSpan(0, Terms.Length);
    }

    private void Read(int term, float[] weights)
    {
        var word = Terms[term];
        var inputs = Inputs.AsSpan(term * AnswerNetwork.Inputs, AnswerNetwork.Inputs);
        var vector = DirectionOf(term);
        Rows.AsSpan((word + 1) * WordVectors.Dimensions, WordVectors.Dimensions).CopyTo(vector);
        inputs[0] = (float)Words[word].Rarity;
        inputs[1] = Words[word].Stem.Any(char.IsAsciiDigit) ? 1 : 0;
        inputs[2] = Numbers[word] < 0 ? 1 : 0;
        inputs[3] = TensorPrimitives.Norm<float>(vector);
        var biases = AnswerNetwork.ContextBiases(weights);
        TensorPrimitives.Add(vector, AnswerNetwork.ShiftBias(weights), vector);
        for (var context = 0; context < AnswerNetwork.Contexts; context++)
        {
            var value = TensorPrimitives.Dot<float>(AnswerNetwork.Context(weights, context), NeighbourhoodOf(term)) + biases[context];
            if (value > 0)
            {
                inputs[AnswerNetwork.Facts + context] = value;
                TensorPrimitives.MultiplyAdd(AnswerNetwork.Shift(weights, context), value, vector, vector);
            }
        }

        TensorPrimitives.Add(Sum, vector, Sum);
        Lengths[term] = TensorPrimitives.Norm<float>(vector) + Least;
        TensorPrimitives.Divide(vector, Lengths[term], vector);
        var gate = AnswerNetwork.Gate(weights);
        GateInputs[term] = TensorPrimitives.Dot<float>(inputs, gate[..^1]) + gate[^1];
        Gates[term] = GateInputs[term] > 15 ? GateInputs[term] : MathF.Log(1 + MathF.Exp(GateInputs[term]));
        for (var unit = 0; unit < AnswerNetwork.Hidden; unit++)
        {
            var unitWeights = AnswerNetwork.HiddenUnit(weights, unit);
            hiddenInputs[(term * AnswerNetwork.Hidden) + unit] =
                TensorPrimitives.Dot<float>(inputs, unitWeights[AnswerNetwork.Ways..^1]) + unitWeights[^1];
        }
    }

    // Returns how well the heading's words are met, on average.
    private float MeetHeading(PassageMeaning passage, AnswerMatch match)
    {
        var all = 0f;
        match.HeadingTerms.Clear();
        foreach (var (word, _) in passage.HeadingWords)
        {
            var toTerms = ToTerms(word);
            var (best, bestTerm) = (0f, -1);
            for (var term = 0; term < toTerms.Length; term++)
            {
                if (toTerms[term] > best)
                {
                    (best, bestTerm) = (toTerms[term], term);
                }

                if (toTerms[term] > match.Ways(term)[AnswerMatch.InHeading])
                {
                    match.Ways(term)[AnswerMatch.InHeading] = toTerms[term];
                    match.Words(term)[AnswerMatch.InHeading] = word;
                    match.Ways(term)[AnswerMatch.ItselfInHeading] = Is(term, word) ? 1 : 0;
                }
            }

            all += best;
            match.HeadingTerms.Add(bestTerm);
        }

        return passage.HeadingWords.Length == 0 ? 0 : all / passage.HeadingWords.Length;
    }

    private void MeetText(PassageMeaning passage, AnswerMatch match)
    {
        var terms = Terms.Length;
        Span<int> unitWords = stackalloc int[AnswerNetwork.MaxWords];
        var best = -1f;
        foreach (var unit in passage.Units)
        {
            var unitMatches = Matches();
            unitWords.Fill(WordVectors.Unknown);
            foreach (var word in unit)
            {
                var toTerms = ToTerms(word);
                for (var term = 0; term < terms; term++)
                {
                    if (toTerms[term] > unitMatches[term])
                    {
                        (unitMatches[term], unitWords[term]) = (toTerms[term], word);
                    }
                }
            }

            var value = 0f;
            for (var term = 0; term < terms; term++)
            {
                value += Gates[term] * unitMatches[term];
                if (unitMatches[term] > match.Ways(term)[AnswerMatch.InText])
                {
                    match.Ways(term)[AnswerMatch.InText] = unitMatches[term];
                    match.Words(term)[AnswerMatch.InText] = unitWords[term];
                    match.Ways(term)[AnswerMatch.ItselfInText] = Is(term, unitWords[term]) ? 1 : 0;
                }
            }

            if (value > best)
            {
                best = value;
                for (var term = 0; term < terms; term++)
                {
                    match.Ways(term)[AnswerMatch.InBestUnit] = unitMatches[term];
                    match.Words(term)[AnswerMatch.InBestUnit] = unitWords[term];
                }
            }
        }
    }

    private float Meet(int term, AnswerMatch match, float[] weights)
    {
        var ways = match.Ways(term);
        var met = AnswerNetwork.Met(weights);
        var sum = met[^1];
        for (var unit = 0; unit < AnswerNetwork.Hidden; unit++)
        {
            var value = hiddenInputs[(term * AnswerNetwork.Hidden) + unit]
                + TensorPrimitives.Dot<float>(ways, AnswerNetwork.HiddenUnit(weights, unit)[..AnswerNetwork.Ways]);
            match.HiddenOf(term)[unit] = Math.Max(0, value);
            sum += met[unit] * Math.Max(0, value);
        }

        return MathF.Tanh(sum);
    }

    private float Product((int Word, int Count)[] words)
    {
        var product = 0f;
        foreach (var (word, count) in words)
        {
            product += count * Known(word)[^1];
        }

        return product;
    }

    private ReadOnlySpan<float> ToTerms(int word) => Known(word)[..^1];

    // The word's similarity to each term, 1 to itself and 0 to another without a vector; then its vector's product with the sum.
    private ReadOnlySpan<float> Known(int word)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, word, out var isKnown);
        if (!isKnown)
        {
            place = used;
            used += Terms.Length + 1;
            if (used > similarities.Length)
            {
                Array.Resize(ref similarities, 2 * used);
            }

            for (var term = 0; term < Terms.Length; term++)
            {
                var isUnknown = word < 0 || Numbers[Terms[term]] < 0;
                similarities[place + term] = Is(term, word) ? 1 : isUnknown ? 0 : network.Vectors.Similarity(word, DirectionOf(term));
            }

            similarities[place + Terms.Length] = word < 0 ? 0 : network.Vectors.Weight(word) * network.Vectors.Similarity(word, Sum);
        }

        return similarities.AsSpan(place, Terms.Length + 1);
    }
}
