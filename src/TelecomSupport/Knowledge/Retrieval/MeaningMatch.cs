using System.Numerics.Tensors;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>How a passage meets a question in meaning, where it does not have its words.</summary>
internal sealed class MeaningMatch
{
    // Less similar words have nothing to do with each other.
    private const float LeastSimilarity = 0.25f;

    public MeaningMatch(QuestionMeaning question, PassageMatch match)
    {
        var passage = match.Passage;
        var terms = question.Question.Terms;
        var similar = new float[terms.Count];
        var units = new float[passage.Units.Length];
        var all = 0f;
        foreach (var (word, positions) in passage.Meaning.Words)
        {
            var toTerms = question.ToTerms(word);
            TensorPrimitives.Max(similar, toTerms, similar);
            var product = question.Product(word, toTerms);
            foreach (var position in positions)
            {
                if (position >= passage.TextStart)
                {
                    units[passage.UnitAt(position)] += product;
                    all += product;
                }
                else if (position >= passage.SectionStart)
                {
                    all += PassageMeaning.HeadingWeight * product;
                }
            }
        }

        Similarity = Cosine(all, question.Length * passage.Meaning.Length);
        for (var unit = 0; unit < units.Length; unit++)
        {
            UnitSimilarity = Math.Max(UnitSimilarity, Cosine(units[unit], question.Length * passage.Meaning.UnitLengths[unit]));
        }

        var met = 0.0;
        for (var term = 0; term < similar.Length; term++)
        {
            met += terms[term].Weight * Math.Max(match.TermMatch(term), similar[term] < LeastSimilarity ? 0 : similar[term]);
        }

        Coverage = question.Question.Weight == 0 ? 0 : met / question.Question.Weight;
    }

    /// <summary>The share of the question's weight that the passage has, a similar word counting as far as it is similar.</summary>
    public double Coverage { get; }

    /// <summary>The cosine of the passage's vector and the question's, -1 to 1.</summary>
    public double Similarity { get; }

    /// <summary>The same of the nearest unit, at least 0.</summary>
    public double UnitSimilarity { get; }

    private static double Cosine(float product, float lengths) => lengths == 0 ? 0 : product / lengths;
}
