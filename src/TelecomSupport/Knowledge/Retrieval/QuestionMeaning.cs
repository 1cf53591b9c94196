using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Finds how passages meet a question in meaning, where they do not have its words. Remembers words; not safe for concurrent use.</summary>
internal sealed class QuestionMeaning
{
    // Less similar words have nothing to do with each other.
    private const float LeastSimilarity = 0.25f;

    private readonly WordVectors vectors = WordVectors.Shipped;
    private readonly Question question;
    private readonly int[] words;
    private readonly float length;

    // For each word met, where its similarities to the terms begin.
    private readonly Dictionary<int, int> places = [];
    private float[] similarities = new float[4096];
    private int used;

    public QuestionMeaning(Question question)
    {
        this.question = question;
        words = [.. question.Terms.Select(term => vectors.Find(term.Stem))];
        length = MathF.Sqrt(words.Where(word => word != WordVectors.Unknown).Sum(word => Product(word, ToTerms(word))));
    }

    public MeaningMatch Match(PassageMatch match)
    {
        var passage = match.Passage.Meaning;
        var nearest = new float[words.Length];
        var product = 0f;
        foreach (var (word, count) in passage.Words)
        {
            var toTerms = ToTerms(word);
            TensorPrimitives.Max(nearest, toTerms, nearest);
            product += count * Product(word, toTerms);
        }

        var met = 0.0;
        for (var term = 0; term < nearest.Length; term++)
        {
            met += question.Terms[term].Weight * Math.Max(match.TermMatch(term), nearest[term] < LeastSimilarity ? 0 : nearest[term]);
        }

        var lengths = length * passage.Length;
        return new(question.Weight == 0 ? 0 : met / question.Weight, lengths == 0 ? 0 : product / lengths);
    }

    // The word's similarity to each term, 0 to one without a vector.
    private ReadOnlySpan<float> ToTerms(int word)
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

    // The product of the word's vector with the question's, which is the sum of its terms'.
    private float Product(int word, ReadOnlySpan<float> toTerms)
    {
        var product = 0f;
        for (var term = 0; term < words.Length; term++)
        {
            product += words[term] == WordVectors.Unknown ? 0 : vectors.Weight(words[term]) * toTerms[term];
        }

        return vectors.Weight(word) * product;
    }
}

/// <param name="Coverage">The share of the question's weight that the passage has, a similar word counting as far as it is similar.</param>
/// <param name="Similarity">The cosine of the passage's vector and the question's, -1 to 1.</param>
internal readonly record struct MeaningMatch(double Coverage, double Similarity);
