namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Orders the candidates of any index by how well they answer, and drops those that repeat a better one.</summary>
internal static class PassageRanker
{
    private const double NearDuplicate = 0.85;

    // How many of a document's candidates tell whether the document is about the question.
    private const int DocumentCandidates = 4;

    // The mean likeness of a candidate's questions to the question asked, on training documents.
    private const double UsualLikeness = 0.3;
    private const int FewLikenesses = 5;

    // On training documents, of 106 questions so like a listed one 102 were answered there; 3 of 305 that nothing answers were so like one.
    private const double SameQuestion = 0.8;

    /// <returns>Best first, each with its relevance from 0 to 1.</returns>
    public static List<RankedPassage> Rank(Question question, IReadOnlyList<ScoredPassage> candidates, RetrievalModel model)
    {
        var matches = candidates.Select(candidate => new PassageMatch(question, IndexedPassage.Of(candidate.Passage))).ToArray();
        var documents = matches.GroupBy(match => match.Passage.Passage.Document, StringComparer.Ordinal).ToDictionary(
            document => document.Key,
            document => document.Select(match => match.Bm25).OrderDescending().Take(DocumentCandidates).Sum() / DocumentCandidates,
            StringComparer.Ordinal);
        var reading = new QuestionReading(AnswerNetwork.Shipped, question.Words);
        var likenesses = Array.ConvertAll(matches, match => reading.Likeness(match.Passage.Meaning.Questions));
        var typical = Typical(likenesses);
        var met = new AnswerMatch();
        var ranked = new List<RankedPassage>(matches.Length);
        foreach (var (match, likeness) in matches.Zip(likenesses))
        {
            var answers = reading.Score(match.Passage.Meaning, met);
            var questionLikeness = likeness - typical;
            var features = Features(match, met, documents[match.Passage.Passage.Document], questionLikeness ?? 0);
            ranked.Add(new(match, answers, questionLikeness, likeness >= SameQuestion, features, model.Relevance(features)));
        }

        ranked.Sort((a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Passage.Id, b.Passage.Id));
        return ranked;
    }

    /// <returns>The best passages, without those that say the same as a better one.</returns>
    public static List<RankedPassage> Diverse(List<RankedPassage> ranked, int top)
    {
        var chosen = new List<RankedPassage>(top);
        foreach (var passage in ranked)
        {
            if (chosen.Count == top)
            {
                break;
            }

            if (!chosen.Exists(better => Similarity(better.Match.Passage, passage.Match.Passage) > NearDuplicate))
            {
                chosen.Add(passage);
            }
        }

        return chosen;
    }

    // Counts as so many candidates of the usual likeness: where few list questions, theirs must not be measured by themselves.
    private static double Typical(double?[] likenesses) =>
        ((likenesses.Sum() ?? 0) + (FewLikenesses * UsualLikeness)) / (likenesses.Count(likeness => likeness is not null) + FewLikenesses);

    /// <summary>What <see cref="RetrievalModel.Ranking"/> weighs, each about 0 to 1, in its order.</summary>
    /// <param name="documentFit">How well the best passages of its document meet the question, as BM25 has it.</param>
    /// <param name="questionLikeness">As <see cref="RankedPassage"/> has it; 0 for none.</param>
    private static double[] Features(PassageMatch match, AnswerMatch met, double documentFit, double questionLikeness) =>
    [
        match.Bm25,
        match.OwnCoverage,
        match.SectionFit,
        match.Proximity,
        match.Answering,
        documentFit,
        Math.Log(1 + match.Passage.Length) / 6,
        match.Passage.SectionTokens.Count == 0 ? 1 : 0,
        met.Likeness,
        met.HeadingLikeness,
        met.Coverage,
        met.HeadingMet,
        questionLikeness,
    ];

    // Jaccard similarity of their words.
    private static double Similarity(IndexedPassage a, IndexedPassage b)
    {
        if (a.Length > b.Length * 2 || b.Length > a.Length * 2)
        {
            return 0;
        }

        var common = a.Terms.Count(term => !b.Positions(term).IsEmpty);
        return (double)common / (a.Terms.Count + b.Terms.Count - common);
    }
}

/// <param name="Answers">How sure it is by <see cref="AnswerNetwork"/> that the passage answers, as the logarithm of the odds.</param>
/// <param name="QuestionLikeness">
/// How much more the question is like one that the passage's author lists than like those of the other candidates; null where none is listed.
/// </param>
/// <param name="IsListed">Whether the author lists this very question, in nearly the same words.</param>
/// <param name="Features">What <see cref="RetrievalModel.Ranking"/> weighed.</param>
internal sealed record RankedPassage(PassageMatch Match, double Answers, double? QuestionLikeness, bool IsListed, double[] Features, double Score)
{
    public Passage Passage => Match.Passage.Passage;
}
