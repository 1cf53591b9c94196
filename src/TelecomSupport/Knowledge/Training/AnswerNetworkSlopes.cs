using System.Numerics.Tensors;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// The slopes of the likelihood of right answers over the weights and vectors of <see cref="AnswerNetwork"/>. The likelihood is a softmax over a
/// manual's sections and none. None is right for a question that no section answers, and when the right section is taken away. Besides, a
/// question's vector must be more like that of the section that answers it than like those of all others of a batch (Henderson et al., 2017).
/// </summary>
internal sealed class AnswerNetworkSlopes(AnswerNetwork network, Random random)
{
    private const int Dimensions = WordVectors.Dimensions;

    // The share of a question's words left out each time, lest it be learnt by heart.
    private const double LeftOut = 0.1;

    // The share of the answered questions whose section is taken away each time.
    private const double Removed = 0.3;

    private const float LikenessShare = 0.5f;
    private const float Temperature = 0.07f;

    private readonly HashSet<int> words = [];
    private readonly List<AnswerMatch> matches = [];

    /// <summary>Over each weight.</summary>
    public float[] Weights { get; } = new float[AnswerNetwork.Size];

    /// <summary>Over each word's vector, one after the other.</summary>
    public float[] Vectors { get; } = new float[network.Vectors.Count * Dimensions];

    /// <summary>The words whose vectors have a slope.</summary>
    public IReadOnlyCollection<int> Words => words;

    /// <summary>Starts again from none.</summary>
    public void Clear()
    {
        Array.Clear(Weights);
        foreach (var word in words)
        {
            Matrix.Row(Vectors, word).Clear();
        }

        words.Clear();
    }

    /// <summary>Adds the slopes of some manuals' questions.</summary>
    /// <returns>The logarithm of the likelihood, its mean for each manual, summed.</returns>
    public double Add(IReadOnlyList<ManualReading> batch)
    {
        var all = batch.SelectMany(manual => manual.Sections).Select(section => new Section(new(section, network.Vectors), network.Vectors)).ToArray();
        var first = 0;
        var likelihood = 0.0;
        foreach (var manual in batch)
        {
            foreach (var question in manual.Questions)
            {
                likelihood += Add(question, all, first, manual.Sections.Length, question.Weight / manual.Questions.Length);
            }

            first += manual.Sections.Length;
        }

        foreach (var section in all)
        {
            Spread(section.Meaning.Words, section.Direction, section.Slope, section.Meaning.Length);
            Spread(section.Meaning.HeadingWords, section.HeadingDirection, section.HeadingSlope, section.Meaning.HeadingLength);
        }

        return likelihood;
    }

    // The question's manual has some of all the batch's sections.
    private double Add(AskedOfManual question, Section[] all, int first, int count, float share)
    {
        var reading = new QuestionReading(network, Array.FindAll(question.Words, _ => random.NextDouble() >= LeftOut));
        var isAnswered = question.Section != AskedOfManual.None;
        var isRemoved = isAnswered && random.NextDouble() < Removed;
        if (reading.Terms.Length == 0)
        {
            return 0;
        }

        var slopes = new QuestionSlopes(reading);
        var likelihood = FollowAnswer(reading, slopes, all.AsSpan(first, count), question.Section, isRemoved, share);
        likelihood += isAnswered ? FollowLikeness(reading, slopes, all, first + question.Section, LikenessShare * share) : 0;
        FollowReading(reading, slopes);
        return likelihood;
    }

    private double FollowAnswer(QuestionReading reading, QuestionSlopes slopes, Span<Section> sections, int right, bool isRemoved, float share)
    {
        Span<float> likelihoods = stackalloc float[sections.Length + 1];
        while (matches.Count < sections.Length)
        {
            matches.Add(new());
        }

        for (var i = 0; i < sections.Length; i++)
        {
            var score = reading.Score(sections[i].Meaning, matches[i]);
            likelihoods[i] = isRemoved && i == right ? float.NegativeInfinity : score;
        }

        // That none answers has the logarithm of odds 0.
        likelihoods[^1] = 0;
        TensorPrimitives.SoftMax(likelihoods, likelihoods);
        var target = right == AskedOfManual.None || isRemoved ? sections.Length : right;
        for (var i = 0; i < sections.Length; i++)
        {
            var slope = (i == target ? 1 : 0) - likelihoods[i];
            if (slope != 0)
            {
                FollowScore(reading, slopes, sections[i], matches[i], slope * share);
            }
        }

        return share * Math.Log(likelihoods[target]);
    }

    private static double FollowLikeness(QuestionReading reading, QuestionSlopes slopes, Section[] all, int right, float share)
    {
        Span<float> likelihoods = stackalloc float[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            likelihoods[i] = TensorPrimitives.Dot<float>(reading.Sum, all[i].Direction) / Temperature;
        }

        TensorPrimitives.SoftMax(likelihoods, likelihoods);
        for (var i = 0; i < all.Length; i++)
        {
            var slope = share * ((i == right ? 1 : 0) - likelihoods[i]) / Temperature;
            Matrix.AddTo(slopes.Sum, all[i].Direction, slope);
            Matrix.AddTo(all[i].Slope, reading.Sum, slope);
        }

        return share * Math.Log(likelihoods[right]);
    }

    private void FollowScore(QuestionReading reading, QuestionSlopes slopes, Section section, AnswerMatch match, float slope)
    {
        var output = AnswerNetwork.Output(network.Weights);
        var outputSlopes = AnswerNetwork.Output(Weights);
        slope *= QuestionReading.Sharpness;
        Matrix.AddTo(outputSlopes[..^1], match.Outputs, slope);
        outputSlopes[^1] += slope;
        Matrix.AddTo(slopes.Sum, section.Direction, slope * output[0]);
        Matrix.AddTo(section.Slope, reading.Sum, slope * output[0]);
        Matrix.AddTo(slopes.Sum, section.HeadingDirection, slope * output[1]);
        Matrix.AddTo(section.HeadingSlope, reading.Sum, slope * output[1]);
        for (var i = 0; i < match.HeadingTerms.Count; i++)
        {
            FollowSimilarity(reading, slopes, match.HeadingTerms[i], section.Meaning.HeadingWords[i].Word, slope * output[4] / match.HeadingTerms.Count);
        }

        for (var term = 0; term < reading.Terms.Length; term++)
        {
            FollowTerm(reading, slopes, match, term, slope);
        }
    }

    private void FollowTerm(QuestionReading reading, QuestionSlopes slopes, AnswerMatch match, int term, float slope)
    {
        var output = AnswerNetwork.Output(network.Weights);
        var metSlope = slope * output[2] * reading.Gates[term] / reading.GateSum;
        slopes.Gates[term] += slope * output[2] * (match.Met[term] - match.Outputs[2]) / reading.GateSum;
        if (term == match.MostMissedTerm)
        {
            metSlope += slope * output[3] * reading.Gates[term] / 2;
            slopes.Gates[term] += slope * output[3] * (match.Met[term] - 1) / 2;
        }

        metSlope *= 1 - (match.Met[term] * match.Met[term]);
        var met = AnswerNetwork.Met(network.Weights);
        var metSlopes = AnswerNetwork.Met(Weights);
        metSlopes[^1] += metSlope;
        var hidden = match.HiddenOf(term);
        Span<float> ways = stackalloc float[AnswerNetwork.Ways];
        ways.Clear();
        for (var unit = 0; unit < AnswerNetwork.Hidden; unit++)
        {
            if (hidden[unit] > 0)
            {
                metSlopes[unit] += metSlope * hidden[unit];
                var unitSlope = metSlope * met[unit];
                slopes.Hidden[(term * AnswerNetwork.Hidden) + unit] += unitSlope;
                Matrix.AddTo(AnswerNetwork.HiddenUnit(Weights, unit)[..AnswerNetwork.Ways], match.Ways(term), unitSlope);
                Matrix.AddTo(ways, AnswerNetwork.HiddenUnit(network.Weights, unit)[..AnswerNetwork.Ways], unitSlope);
            }
        }

        for (var place = 0; place < AnswerMatch.Places; place++)
        {
            FollowSimilarity(reading, slopes, term, match.Words(term)[place], ways[place]);
        }
    }

    // Turns the term's and the word's vectors towards each other; a word is always like itself.
    private void FollowSimilarity(QuestionReading reading, QuestionSlopes slopes, int term, int word, float slope)
    {
        if (term < 0 || word < 0 || reading.Is(term, word))
        {
            return;
        }

        var direction = reading.DirectionOf(term);
        var similarity = network.Vectors.Similarity(word, direction);
        Matrix.AddTo(slopes.Direction(term), network.Vectors.Direction(word), slope);
        var row = Touch(word);
        Matrix.AddTo(row, direction, slope / network.Vectors.Weight(word));
        Matrix.AddTo(row, network.Vectors.Direction(word), -slope * similarity / network.Vectors.Weight(word));
    }

    private void FollowReading(QuestionReading reading, QuestionSlopes slopes)
    {
        var gate = AnswerNetwork.Gate(network.Weights);
        var gateSlopes = AnswerNetwork.Gate(Weights);
        Across(slopes.Sum, reading.Sum, reading.SumLength);
        Span<float> inputs = stackalloc float[AnswerNetwork.Inputs];
        for (var term = 0; term < reading.Terms.Length; term++)
        {
            inputs.Clear();
            for (var unit = 0; unit < AnswerNetwork.Hidden; unit++)
            {
                var unitSlope = slopes.Hidden[(term * AnswerNetwork.Hidden) + unit];
                if (unitSlope != 0)
                {
                    var unitSlopes = AnswerNetwork.HiddenUnit(Weights, unit);
                    Matrix.AddTo(unitSlopes[AnswerNetwork.Ways..^1], reading.InputsOf(term), unitSlope);
                    unitSlopes[^1] += unitSlope;
                    Matrix.AddTo(inputs, AnswerNetwork.HiddenUnit(network.Weights, unit)[AnswerNetwork.Ways..^1], unitSlope);
                }
            }

            var gateSlope = slopes.Gates[term] / (1 + MathF.Exp(-reading.GateInputs[term]));
            Matrix.AddTo(gateSlopes[..^1], reading.InputsOf(term), gateSlope);
            gateSlopes[^1] += gateSlope;
            Matrix.AddTo(inputs, gate[..^1], gateSlope);
            var vector = slopes.Direction(term);
            Across(vector, reading.DirectionOf(term), reading.Lengths[term]);
            TensorPrimitives.Add(vector, slopes.Sum, vector);
            FollowWord(reading, slopes, term, inputs, vector);
        }

        for (var i = 0; i < reading.Words.Length; i++)
        {
            if (reading.Numbers[i] >= 0)
            {
                Matrix.AddTo(Touch(reading.Numbers[i]), slopes.Rows.AsSpan((i + 1) * Dimensions, Dimensions), 1);
            }
        }
    }

    private void FollowWord(QuestionReading reading, QuestionSlopes slopes, int term, ReadOnlySpan<float> inputs, ReadOnlySpan<float> vector)
    {
        var at = (reading.Terms[term] + 1) * Dimensions;
        var row = slopes.Rows.AsSpan(at, Dimensions);
        var own = reading.InputsOf(term);
        TensorPrimitives.Add(row, vector, row);
        if (own[3] > 0)
        {
            Matrix.AddTo(row, reading.Rows.AsSpan(at, Dimensions), inputs[3] / own[3]);
        }

        Matrix.AddTo(AnswerNetwork.ShiftBias(Weights), vector, 1);
        var neighbourhood = slopes.Rows.AsSpan(at - Dimensions, 3 * Dimensions);
        for (var context = 0; context < AnswerNetwork.Contexts; context++)
        {
            var value = own[AnswerNetwork.Facts + context];
            if (value > 0)
            {
                var slope = inputs[AnswerNetwork.Facts + context] + TensorPrimitives.Dot(AnswerNetwork.Shift(network.Weights, context), vector);
                Matrix.AddTo(AnswerNetwork.Shift(Weights, context), vector, value);
                Matrix.AddTo(AnswerNetwork.Context(Weights, context), reading.NeighbourhoodOf(term), slope);
                AnswerNetwork.ContextBiases(Weights)[context] += slope;
                Matrix.AddTo(neighbourhood, AnswerNetwork.Context(network.Weights, context), slope);
            }
        }
    }

    private void Spread((int Word, int Count)[] words, float[] direction, float[] slope, float length)
    {
        if (length == 0)
        {
            return;
        }

        Across(slope, direction, length);
        foreach (var (word, count) in words.Where(entry => entry.Word >= 0))
        {
            Matrix.AddTo(Touch(word), slope, count);
        }
    }

    // From the slope of a direction to that of the vector: only what is across turns it.
    private static void Across(Span<float> slope, ReadOnlySpan<float> direction, float length)
    {
        Matrix.AddTo(slope, direction, -TensorPrimitives.Dot(slope, direction));
        TensorPrimitives.Divide(slope, length, slope);
    }

    private Span<float> Touch(int word)
    {
        words.Add(word);
        return Matrix.Row(Vectors, word);
    }

    private sealed class Section
    {
        public Section(PassageMeaning meaning, WordVectors vectors)
        {
            Meaning = meaning;
            (Direction, HeadingDirection) = (PassageMeaning.Sum(meaning.Words, vectors), PassageMeaning.Sum(meaning.HeadingWords, vectors));
            Matrix.Normalize(Direction);
            Matrix.Normalize(HeadingDirection);
        }

        public PassageMeaning Meaning { get; }

        /// <summary>The passage's vector, divided by its length.</summary>
        public float[] Direction { get; }

        public float[] HeadingDirection { get; }

        /// <summary>The likelihood's slope over the passage's direction.</summary>
        public float[] Slope { get; } = new float[Dimensions];

        public float[] HeadingSlope { get; } = new float[Dimensions];
    }

    /// <summary>The likelihood's slopes over what a question is read as.</summary>
    private sealed class QuestionSlopes(QuestionReading reading)
    {
        private readonly float[] directions = new float[reading.Terms.Length * Dimensions];

        public float[] Sum { get; } = new float[Dimensions];

        public float[] Gates { get; } = new float[reading.Terms.Length];

        public float[] Hidden { get; } = new float[reading.Terms.Length * AnswerNetwork.Hidden];

        public float[] Rows { get; } = new float[reading.Rows.Length];

        public Span<float> Direction(int term) => directions.AsSpan(term * Dimensions, Dimensions);
    }
}
