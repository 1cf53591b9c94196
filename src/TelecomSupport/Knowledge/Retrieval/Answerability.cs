namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Measures whether the best passage answers the question.</summary>
internal static class Answerability
{
    // Brings the logarithm of odds within -1 and 1.
    private const double OddsScale = 20;

    // What it counts for when a passage lists no questions: midway between the medians of answered questions (0.33) and unanswered ones (0.19)
    // to training documents that list some.
    private const double UnlistedLikeness = 0.25;

    // So many words say as much as more would: a question is put in a sentence, and "stop" or "language" is hardly one.
    private const double MostWords = 20;

    // Surer than this, either way, is taken for this sure.
    private const double Surest = 0.99;

    /// <summary>
    /// What <see cref="RetrievalModel.Elsewhere"/> weighs, each within -1 and 1, in its order. Of each, more speaks for an answer from the documents.
    /// </summary>
    /// <param name="answered">The probability that the passages answer, had the message been routed to them.</param>
    /// <param name="confidence">How sure the router was that it is another agent's, 0 to 1.</param>
    public static double[] ElsewhereFeatures(double answered, double confidence, Question question) =>
        [-Odds(confidence), Odds(answered), Math.Min(MostWords, question.Words.Count) / MostWords];

    /// <summary>What <see cref="RetrievalModel.Answerability"/> weighs, each within -1 and 1, in its order. Of each, more speaks for an answer.</summary>
    /// <param name="ranked">At least one passage, best first.</param>
    public static double[] Features(IReadOnlyList<RankedPassage> ranked)
    {
        var best = ranked[0].Match;
        var terms = best.Question.Terms;
        double missedNames = 0, mostMissed = 0;
        for (var i = 0; i < terms.Count; i++)
        {
            var missed = terms[i].Weight * (1 - best.TermMatch(i));
            mostMissed = Math.Max(mostMissed, missed);
            missedNames += terms[i].IsName ? missed : 0;
        }

        var weight = Math.Max(best.Question.Weight, 1e-6);
        return
        [
            -missedNames / weight,
            -Math.Min(1, mostMissed),
            best.Answering,
            Math.Clamp(ranked[0].Answers / OddsScale, -1, 1),
            ranked[0].QuestionLikeness ?? UnlistedLikeness,
        ];
    }

    // The logarithm of the odds, within -1 and 1.
    private static double Odds(double probability)
    {
        var p = Math.Clamp(probability, 1 - Surest, Surest);
        return Math.Log(p / (1 - p)) / Math.Log(Surest / (1 - Surest));
    }
}
