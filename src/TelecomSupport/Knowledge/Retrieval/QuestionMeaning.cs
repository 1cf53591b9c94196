namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>How near words are to a question in meaning. Remembers what it was asked; not safe for concurrent use.</summary>
internal sealed class QuestionMeaning
{
    private readonly WordVectors vectors = WordVectors.Shipped;
    private readonly int[] words;
    private readonly Dictionary<int, (float[] ToTerms, float Product)> known = [];

    public QuestionMeaning(Question question)
    {
        Question = question;
        words = [.. question.Terms.Select(term => vectors.Find(term.Stem))];
        Length = MathF.Sqrt(words.Where(word => word != WordVectors.Unknown).Sum(word => To(word).Product));
    }

    public Question Question { get; }

    /// <summary>The length of the question's vector, the sum of its terms'; 0 when none has one.</summary>
    public float Length { get; }

    /// <returns>The word's similarity to each term, and the product of its vector with the question's.</returns>
    public (float[] ToTerms, float Product) To(int word)
    {
        if (!known.TryGetValue(word, out var similar))
        {
            var toTerms = Array.ConvertAll(words, term => term == WordVectors.Unknown ? 0 : vectors.Similarity(term, word));
            var product = words.Zip(toTerms, (term, similarity) => term == WordVectors.Unknown ? 0 : vectors.Weight(term) * similarity).Sum();
            known.Add(word, similar = (toTerms, vectors.Weight(word) * product));
        }

        return similar;
    }
}
