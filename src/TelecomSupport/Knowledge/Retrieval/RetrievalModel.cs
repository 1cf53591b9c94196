namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// The few weights by which passages are put in order and a question is found answered or not. Fitted by <c>train retrieval</c>, which prints
/// them, on documents of many fields and the questions to them; no feature depends on what the documents are about.
/// </summary>
/// <param name="Ranking">For <see cref="RankedPassage.Features"/>.</param>
/// <param name="Answerability">For <see cref="Retrieval.Answerability.Features"/>, then the constant: a logistic regression.</param>
/// <param name="Elsewhere">For <see cref="Retrieval.Answerability.ElsewhereFeatures"/>, then the constant: another one.</param>
internal sealed record RetrievalModel(IReadOnlyList<double> Ranking, IReadOnlyList<double> Answerability, IReadOnlyList<double> Elsewhere)
{
    public static readonly RetrievalModel Fitted = new(
        [4.92, 1.57, 0.95, 1.39, 1.55, 3.64, -2.38, -3.12, 6.82, 2.40, 4.18, 0.13, 15.37],
        [2.69, 2.18, 0.85, 9.03, 5.11, -0.39],
        [1.33, 4.32, 2.67, -1.38]);

    private readonly double most = Ranking.Where(weight => weight > 0).Sum();

    /// <returns>The share of what a passage that meets the question in every way would have, 0 to 1.</returns>
    public double Relevance(double[] features) => Math.Clamp(Sum(Ranking, features) / most, 0, 1);

    /// <returns>0 to 1; at 0.5 a right answer that might be withheld and a wrong one that might be given weigh the same.</returns>
    public double AnsweredProbability(double[] features) => 1 / (1 + Math.Exp(-Sum(Answerability, features) - Answerability[^1]));

    /// <returns>0 to 1: whether the documents answer what was routed elsewhere.</returns>
    public double ElsewhereProbability(double[] features) => 1 / (1 + Math.Exp(-Sum(Elsewhere, features) - Elsewhere[^1]));

    private static double Sum(IReadOnlyList<double> weights, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
        {
            sum += weights[i] * features[i];
        }

        return sum;
    }
}
