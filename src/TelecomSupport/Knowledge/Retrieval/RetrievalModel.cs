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
        [4.96, 1.43, 0.91, 1.40, 1.48, 3.52, -2.38, -3.14, 6.82, 2.26, 4.03, 0.04, 15.67],
        [2.58, 2.14, 0.90, 9.06, 5.31, -0.49],
        [1.25, 4.75, 2.63, -1.32]);

    private readonly double most = Ranking.Where(weight => weight > 0).Sum();

    /// <returns>The share of what a passage that meets the question in every way would have, 0 to 1.</returns>
    public double Relevance(double[] features) => Math.Clamp(Sum(Ranking, features) / most, 0, 1);

    /// <param name="ranked">Best first.</param>
    /// <returns>0 to 1; at 0.5 a right answer that might be withheld and a wrong one that might be given weigh the same.</returns>
    public double AnsweredProbability(IReadOnlyList<RankedPassage> ranked) => ranked switch
    {
        [] => 0,
        // A question that an author lists is answered: the author says so.
        [{ IsListed: true }, ..] => 1,
        _ => Logistic(Answerability, Retrieval.Answerability.Features(ranked)),
    };

    /// <returns>0 to 1: whether the documents answer what was routed elsewhere.</returns>
    public double ElsewhereProbability(double[] features) => Logistic(Elsewhere, features);

    private static double Logistic(IReadOnlyList<double> weights, double[] features) => 1 / (1 + Math.Exp(-Sum(weights, features) - weights[^1]));

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
