using System.Runtime.InteropServices;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>How near words are to a question in meaning. Remembers what it was asked; not safe for concurrent use.</summary>
internal sealed class QuestionMeaning
{
    private readonly WordVectors vectors = WordVectors.Shipped;
    private readonly int[] words;

    // For each word asked about, where its similarities to the terms begin.
    private readonly Dictionary<int, int> places = [];
    private float[] similarities = new float[4096];
    private int used;

    public QuestionMeaning(Question question)
    {
        Question = question;
        words = [.. question.Terms.Select(term => vectors.Find(term.Stem))];
        Length = MathF.Sqrt(words.Where(word => word != WordVectors.Unknown).Sum(word => Product(word, ToTerms(word))));
    }

    public Question Question { get; }

    /// <summary>The length of the question's vector, the sum of its terms'; 0 when none has one.</summary>
    public float Length { get; }

    /// <returns>The word's similarity to each term; 0 to one without a vector. Valid until the next call.</returns>
    public ReadOnlySpan<float> ToTerms(int word)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, word, out var isKnown);
        if (!isKnown)
        {
            place = used;
            used += words.Length;
            if (used > similarities.Length)
            {
                Array.Resize(ref similarities, 2 * used);
            }

            for (var term = 0; term < words.Length; term++)
            {
                similarities[place + term] = words[term] == WordVectors.Unknown ? 0 : vectors.Similarity(words[term], word);
            }
        }

        return similarities.AsSpan(place, words.Length);
    }

    /// <returns>The product of the word's vector with the question's.</returns>
    public float Product(int word, ReadOnlySpan<float> toTerms)
    {
        var product = 0f;
        for (var term = 0; term < words.Length; term++)
        {
            product += words[term] == WordVectors.Unknown ? 0 : vectors.Weight(words[term]) * toTerms[term];
        }

        return vectors.Weight(word) * product;
    }
}
