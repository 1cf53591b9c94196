using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// A network of words that go together, and the vectors that follow from it: the positive pointwise mutual information of each word with the
/// others (Levy, Goldberg and Dagan, 2015), in the space of their strongest common directions. What comes to people's minds beside a word tells how
/// words are related better than texts do (De Deyne, Perfors and Navarro, 2016).
/// </summary>
internal sealed class WordAssociations
{
    // A word leads from its cue more surely than back to it, and the surer the earlier it comes to mind.
    private const double BackShare = 0.7;
    private const double Decay = 0.12;

    // Keeps rare words from being overrated (Levy, Goldberg and Dagan, 2015).
    private const double ContextSmoothing = 0.75;

    // How much a word's vector has of itself beside each word that goes with it.
    private const double SelfShare = 2;

    private const int Iterations = 5;

    private readonly Dictionary<string, int> words = new(StringComparer.Ordinal);
    private readonly List<Dictionary<int, double>> links = [];

    /// <summary>The stems that have a link, by their number.</summary>
    public IEnumerable<string> Stems => words.Keys;

    /// <summary>Adds the ways to say things differently.</summary>
    public void Add(Synonyms synonyms)
    {
        foreach (var (phrase, alternatives) in synonyms.Entries)
        {
            foreach (var alternative in alternatives)
            {
                Link(phrase, alternative.Stems, alternative.Weight);
            }
        }
    }

    /// <summary>Adds lines of <c>word: others</c>, the strongest first.</summary>
    /// <exception cref="InvalidDataException">A line is not of this form.</exception>
    public void Add(string lines)
    {
        foreach (var (index, line) in lines.Split('\n').Index().Where(entry => entry.Item.Length > 0 && entry.Item[0] != '#'))
        {
            if (line.Split(": ") is not [var cue, var others])
            {
                throw new InvalidDataException($"Line {index + 1}: expected 'word: others', got '{line}'.");
            }

            var rank = 0;
            foreach (var other in others.Split(", "))
            {
                Link([Tokenizer.Stem(cue)], [Tokenizer.Stem(other)], 1 / (1 + (Decay * rank++)));
            }
        }
    }

    /// <returns>A vector of length 1 for each stem.</returns>
    public float[] Vectors()
    {
        var rows = Information();
        var basis = new float[rows.Length * WordVectors.Dimensions];
        var random = new Random(1);
        for (var i = 0; i < basis.Length; i++)
        {
            basis[i] = random.NextSingle() - 0.5f;
        }

        // Orthogonal iteration (Golub and Van Loan, 2013): the basis turns towards the directions that the rows share most.
        for (var i = 0; i < Iterations; i++)
        {
            basis = Product(rows, Product(rows, basis, isTransposed: false), isTransposed: true);
            Matrix.Orthonormalize(basis);
        }

        var vectors = Product(rows, basis, isTransposed: false);
        for (var word = 0; word < rows.Length; word++)
        {
            Matrix.Normalize(Matrix.Row(vectors, word));
        }

        return vectors;
    }

    private void Link(string[] phrase, string[] other, double weight)
    {
        var (from, to) = (Array.FindAll(phrase, CanHave), Array.FindAll(other, CanHave));
        foreach (var (a, b) in from.SelectMany(a => to.Select(b => (a, b))).Where(pair => pair.a != pair.b))
        {
            Add(a, b, weight / Math.Sqrt(from.Length * to.Length));
            Add(b, a, BackShare * weight / Math.Sqrt(from.Length * to.Length));
        }
    }

    // What goes with a word of grammar says nothing.
    private static bool CanHave(string stem) => WordVectors.CanHave(stem) && StopWords.Weight(stem) > 0;

    private void Add(string from, string to, double weight)
    {
        var others = links[Number(from)];
        others[Number(to)] = others.GetValueOrDefault(Number(to)) + weight;
    }

    private int Number(string stem)
    {
        if (words.TryAdd(stem, words.Count))
        {
            links.Add([]);
        }

        return words[stem];
    }

    private (int Word, float Value)[][] Information()
    {
        var sums = links.ConvertAll(others => others.Values.Sum());
        var contexts = sums.ConvertAll(sum => Math.Pow(sum, ContextSmoothing));
        var all = contexts.Sum();
        return [.. links.Select((others, word) =>
        {
            var row = others.Select(link => (Word: link.Key, Value: (float)Math.Log(link.Value / sums[word] * all / contexts[link.Key])))
                .Where(link => link.Value > 0).ToList();
            row.Add((word, (float)(SelfShare * Math.Sqrt(row.Sum(link => link.Value * link.Value) / Math.Max(1, row.Count)))));
            return row.ToArray();
        })];
    }

    private static float[] Product((int Word, float Value)[][] rows, float[] matrix, bool isTransposed)
    {
        var product = new float[matrix.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var (word, value) in rows[row])
            {
                var (to, from) = isTransposed ? (word, row) : (row, word);
                Matrix.AddTo(Matrix.Row(product, to), Matrix.Row(matrix, from), value);
            }
        }

        return product;
    }
}
