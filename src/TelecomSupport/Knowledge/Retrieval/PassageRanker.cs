namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Orders the candidates of any index by how well they answer, and drops those that repeat a better one.</summary>
internal static class PassageRanker
{
    private const double NearDuplicate = 0.85;

    /// <returns>Best first, each with its relevance from 0 to 1.</returns>
    public static List<RankedPassage> Rank(Question question, IReadOnlyList<ScoredPassage> candidates)
    {
        var ranked = new List<RankedPassage>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var match = new PassageMatch(question, IndexedPassage.Of(candidate.Passage));
            ranked.Add(new(match, Score(match)));
        }

        ranked.Sort((a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Match.Passage.Passage.Id, b.Match.Passage.Passage.Id));
        return ranked;
    }

    /// <returns>The best passages, without those that say the same as a better one.</returns>
    public static List<RankedPassage> Diverse(List<RankedPassage> ranked, int top)
    {
        var chosen = new List<RankedPassage>(top);
        foreach (var passage in ranked)
        {
            if (chosen.Count < top && !chosen.Exists(better => Similarity(better.Match.Passage, passage.Match.Passage) > NearDuplicate))
            {
                chosen.Add(passage);
            }
        }

        return chosen;
    }

    private static double Score(PassageMatch match) =>
        (0.25 * match.Bm25) + (0.15 * match.Coverage) + (0.25 * match.UnitCoverage) + (0.1 * match.SectionCoverage)
        + (0.12 * match.SectionFit) + (0.08 * match.Proximity) + (0.05 * match.Answering);

    // Jaccard similarity of their words.
    private static double Similarity(IndexedPassage a, IndexedPassage b)
    {
        if (a.Length > b.Length * 2 || b.Length > a.Length * 2)
        {
            return 0;
        }

        var (common, all) = (0, 0);
        foreach (var word in a.Vocabulary())
        {
            all++;
            common += b.Positions(word).IsEmpty ? 0 : 1;
        }

        return (double)common / (all + b.Vocabulary().Count() - common);
    }
}

internal sealed record RankedPassage(PassageMatch Match, double Score)
{
    public Passage Passage => Match.Passage.Passage;
}
