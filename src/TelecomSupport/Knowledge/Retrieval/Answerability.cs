namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Measures whether the best passage answers the question.</summary>
internal static class Answerability
{
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
            ranked[0].Score - (ranked.Count > 1 ? ranked[1].Score : 0),
            -missedNames / weight,
            -Math.Min(1, mostMissed),
            best.Answering,
            ranked[0].Similarity,
        ];
    }
}
