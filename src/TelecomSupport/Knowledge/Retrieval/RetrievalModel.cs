namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// The few weights by which passages are put in order and a question is found answered or not. Fitted on the <c>dev</c> half of
/// <c>data/evaluation/retrieval.jsonl</c> by <c>evaluate retrieval --fit</c>, which prints them; no feature depends on what the documents are about.
/// </summary>
/// <param name="Ranking">For <see cref="PassageRanker.Features"/>.</param>
/// <param name="Answerability">For <see cref="Retrieval.Answerability.Features"/>, then the constant; a sum above 0 means answered.</param>
internal sealed record RetrievalModel(IReadOnlyList<double> Ranking, IReadOnlyList<double> Answerability)
{
    public static readonly RetrievalModel Fitted = new(
        [4.49, 3.26, 3.36, 1.72, 1.23, 1.36, 2.69, 2.22, 1.28, -1.63],
        [4.34, 3.67, 1.66, -2.13, -5.00, -0.84, -2.73]);

    private readonly double most = Ranking.Where(weight => weight > 0).Sum();

    /// <returns>The share of what a passage that meets the question in every way would have, 0 to 1.</returns>
    public double Relevance(double[] features) => Math.Clamp(Sum(Ranking, features) / most, 0, 1);

    public bool IsAnswered(double[] features) => Sum(Answerability, features) + Answerability[^1] > 0;

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
