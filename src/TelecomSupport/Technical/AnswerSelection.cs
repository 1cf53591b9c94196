using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Technical;

/// <summary>Picks from a passage the sentences, the whole procedure or the table rows that answer a question.</summary>
internal static class AnswerSelection
{
    private const int MaxSentences = 3;
    private const int MaxRows = 4;
    private const int MaxListItems = 8;
    private const int WholeTable = 8;

    // What must set a piece apart from the best one for it to be left out.
    private const double Near = 0.75;
    private const double AskedFact = 0.25;

    /// <param name="said">What the customer has just been told and asks to go on from; empty otherwise.</param>
    /// <returns>The indexes of the passage's units, ascending; empty when the passage has no text but what was said.</returns>
    public static IReadOnlyList<int> From(PassageMatch match, string said)
    {
        var units = match.Passage.Units;
        var wasSaid = Array.ConvertAll(units, unit => said.Contains(unit.In(match.Passage.Passage.Text), StringComparison.Ordinal));
        if (Array.TrueForAll(wasSaid, was => was))
        {
            return [];
        }

        var scores = Scores(match);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = wasSaid[i] ? double.MinValue : scores[i];
        }

        var best = Array.IndexOf(scores, scores.Max());
        var chosen = units[best].Kind switch
        {
            UnitKind.Step => Block(units, best),
            UnitKind.Bullet => Bullets(match, scores, best),
            UnitKind.Row or UnitKind.TableHead => Rows(match, scores, best),
            UnitKind.Code => [best],
            _ => Sentences(match, scores, best),
        };
        return WithIntroduction(match.Passage, [.. chosen.Where(unit => !wasSaid[unit] || units[unit].Kind == UnitKind.TableHead)]);
    }

    // By the unit's own words, since all stand under the same headings; then by whether it states what is asked for.
    private static double[] Scores(PassageMatch match)
    {
        var scores = new double[match.Passage.Units.Length];
        var asked = match.Question.AsksFor;
        for (var i = 0; i < scores.Length; i++)
        {
            var facts = match.Passage.Facts[i];
            scores[i] = match.OwnScores[i] + (0.3 * match.UnitScores[i]) + ((asked & facts) != 0 ? AskedFact : 0) - (0.001 * i);
            if (match.Passage.Units[i].Kind is UnitKind.TableHead or UnitKind.Code || Ends(match.Passage, i, ':'))
            {
                scores[i] -= 0.2;
            }

            // Steps don't repeat what their heading says they do.
            if (asked == UnitFacts.Procedure && facts.HasFlag(UnitFacts.Procedure))
            {
                scores[i] += match.HeadingCoverage;
            }
        }

        return scores;
    }

    private static List<int> Block(TextUnit[] units, int of)
    {
        var first = of;
        while (first > 0 && units[first - 1].Block == units[of].Block)
        {
            first--;
        }

        var chosen = new List<int>();
        for (var i = first; i < units.Length && units[i].Block == units[of].Block; i++)
        {
            chosen.Add(i);
        }

        return chosen;
    }

    private static List<int> Bullets(PassageMatch match, double[] scores, int best)
    {
        var block = Block(match.Passage.Units, best);

        // When the heading is what matches, the list as a whole is the answer.
        return match.OwnScores[best] < 0.25 && block.Count <= MaxListItems ? block : Best(block, scores, best, MaxRows);
    }

    private static List<int> Rows(PassageMatch match, double[] scores, int best)
    {
        var block = Block(match.Passage.Units, best);
        var whole = match.OwnScores[best] < 0.25 && block.Count <= WholeTable + 1;
        var chosen = whole ? block : Best(block, scores, best, MaxRows);
        var head = block[0];
        if (match.Passage.Units[head].Kind == UnitKind.TableHead && chosen[0] != head)
        {
            chosen.Insert(0, head);
        }

        return chosen.Count > 1 || match.Passage.Units[head].Kind != UnitKind.TableHead ? chosen : block;
    }

    private static List<int> Sentences(PassageMatch match, double[] scores, int best)
    {
        var units = match.Passage.Units;
        var sentences = Enumerable.Range(0, units.Length).Where(i => units[i].Kind == UnitKind.Sentence).ToList();
        var chosen = Best(sentences, scores, best, MaxSentences);

        // A sentence that points back is read with the one before it.
        if (chosen[0] > 0 && PointsBack(units[chosen[0]].In(match.Passage.Passage.Text))
            && units[chosen[0] - 1].Kind == UnitKind.Sentence && units[chosen[0] - 1].Block == units[chosen[0]].Block)
        {
            chosen.Insert(0, chosen[0] - 1);
        }

        // One that announces a list or table is read with it.
        if (Ends(match.Passage, chosen[^1], ':') && chosen[^1] + 1 < units.Length)
        {
            chosen.AddRange(Block(units, chosen[^1] + 1).Take(WholeTable + 1));
        }

        return chosen;
    }

    private static List<int> Best(List<int> among, double[] scores, int best, int most) =>
        [.. among.Where(i => i == best || scores[i] >= Near * scores[best]).OrderByDescending(i => i == best ? double.MaxValue : scores[i]).Take(most).Order()];

    private static List<int> WithIntroduction(IndexedPassage passage, List<int> chosen)
    {
        var first = chosen[0];
        if (passage.Units[first].Kind != UnitKind.Sentence && first > 0 && passage.Units[first - 1].Kind == UnitKind.Sentence && Ends(passage, first - 1, ':'))
        {
            chosen.Insert(0, first - 1);
        }

        return chosen;
    }

    private static bool Ends(IndexedPassage passage, int unit, char mark) =>
        passage.Units[unit].Kind == UnitKind.Sentence && passage.Passage.Text[passage.Units[unit].End - 1] == mark;

    private static bool PointsBack(string sentence)
    {
        var word = sentence.AsSpan(0, Math.Max(0, sentence.IndexOf(' ', StringComparison.Ordinal)));
        foreach (var pointer in (ReadOnlySpan<string>)["It", "This", "They", "These", "That", "Then", "After", "If", "Otherwise", "Both"])
        {
            if (word.Equals(pointer, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
