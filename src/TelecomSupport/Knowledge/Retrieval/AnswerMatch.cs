namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>What a passage's score is made of, term by term. Used again and again.</summary>
internal sealed class AnswerMatch
{
    /// <summary>In <see cref="Ways"/>, how similar the most similar word is, in the heading, the text and the best unit.</summary>
    public const int InHeading = 0;
    public const int InText = 1;
    public const int InBestUnit = 2;

    /// <summary>In <see cref="Ways"/>, 1 where the heading and the text have the word itself.</summary>
    public const int ItselfInHeading = 3;
    public const int ItselfInText = 4;

    /// <summary>How many of the ways are by a most similar word.</summary>
    public const int Places = 3;

    private readonly float[] ways = new float[AnswerNetwork.MaxWords * AnswerNetwork.Ways];
    private readonly int[] words = new int[AnswerNetwork.MaxWords * Places];
    private readonly float[] hidden = new float[AnswerNetwork.MaxWords * AnswerNetwork.Hidden];

    /// <summary>How well each term is met, -1 to 1.</summary>
    public float[] Met { get; } = new float[AnswerNetwork.MaxWords];

    /// <summary>What is weighed in the end: likeness to passage and heading, coverage, the most that is missed, the heading met, the length.</summary>
    public float[] Outputs { get; } = new float[AnswerNetwork.Outputs];

    /// <summary>The cosine of the question's vector and the passage's, -1 to 1.</summary>
    public double Likeness => Outputs[0];

    /// <summary>The cosine of the question's vector and the innermost heading's.</summary>
    public double HeadingLikeness => Outputs[1];

    /// <summary>How well the terms are met, weighed by how much they matter, -1 to 1.</summary>
    public double Coverage => Outputs[2];

    /// <summary>How well the innermost heading's words are met, 0 to 1.</summary>
    public double HeadingMet => Outputs[4];

    /// <summary>The term that is missed most; -1 when none is.</summary>
    public int MostMissedTerm { get; set; }

    /// <summary>For each of the heading's words the nearest term, or -1.</summary>
    public List<int> HeadingTerms { get; } = [];

    /// <summary>The ways in which a term is met.</summary>
    public Span<float> Ways(int term) => ways.AsSpan(term * AnswerNetwork.Ways, AnswerNetwork.Ways);

    /// <summary>The most similar words of the heading, the text and the best unit.</summary>
    public Span<int> Words(int term) => words.AsSpan(term * Places, Places);

    public Span<float> HiddenOf(int term) => hidden.AsSpan(term * AnswerNetwork.Hidden, AnswerNetwork.Hidden);

    public void Clear(int terms)
    {
        ways.AsSpan(0, terms * AnswerNetwork.Ways).Clear();
        words.AsSpan(0, terms * Places).Fill(WordVectors.Unknown);
    }
}
