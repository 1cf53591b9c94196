namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>How a passage and its units meet a question, term by term.</summary>
internal sealed class PassageMatch
{
    // BM25 (Robertson and Zaragoza, 2009) with its usual constants; the fields' weights as in BM25F.
    private const double K1 = 1.2;
    private const double B = 0.75;
    private const double TypicalLength = 120;
    private const double TitleWeight = 1.5;
    private const double HeadingWeight = 3;

    // What a unit inherits: a row from its table's head, everything from the headings above it.
    private const double HeadShare = 0.9;
    private const double SectionShare = 0.8;
    private const double TitleShare = 0.6;

    private const int NearWords = 4;

    private readonly Question question;
    private readonly double[] inTitle;
    private readonly double[] inHeadings;
    private readonly double[] inText;
    private readonly double[,] inUnits;
    private readonly List<int>?[] places;

    public PassageMatch(Question question, IndexedPassage passage)
    {
        this.question = question;
        Passage = passage;
        var count = question.Terms.Count;
        (inTitle, inHeadings, inText) = (new double[count], new double[count], new double[count]);
        inUnits = new double[count, passage.Units.Length];
        places = new List<int>?[count];
        var bm25 = 0.0;
        for (var term = 0; term < count; term++)
        {
            bm25 += question.Terms[term].Weight * Saturated(term, Find(term));
        }

        if (question.Weight == 0)
        {
            return;
        }

        Bm25 = bm25 / question.Weight;
        HeadingCoverage = Enumerable.Range(0, count).Sum(term => question.Terms[term].Weight * Math.Max(inTitle[term], inHeadings[term])) / question.Weight;
        UnitScores = new double[passage.Units.Length];
        OwnScores = new double[passage.Units.Length];
        for (var unit = 0; unit < UnitScores.Length; unit++)
        {
            var head = HeadOf(unit);
            for (var term = 0; term < count; term++)
            {
                var weight = question.Terms[term].Weight / question.Weight;
                OwnScores[unit] += weight * inUnits[term, unit];
                UnitScores[unit] += weight * UnitMatch(term, unit, head);
            }
        }

        OwnCoverage = OwnScores.Length > 0 ? OwnScores.Max() : 0;
        SectionFit = Fit();
        Proximity = Pairs();
        Answering = Answers();
    }

    public IndexedPassage Passage { get; }

    public Question Question => question;

    /// <summary>BM25F over title, headings and text, divided by what a perfect match could have: 0 to 1.</summary>
    public double Bm25 { get; }

    /// <summary>The share of the question's weight that the title and all headings have.</summary>
    public double HeadingCoverage { get; }

    /// <summary>The share that the best unit has by its own words.</summary>
    public double OwnCoverage { get; }

    /// <summary>The share of its own heading's telling words that the question has.</summary>
    public double SectionFit { get; }

    /// <summary>The share of the question's neighbouring terms that are near each other in the passage too.</summary>
    public double Proximity { get; }

    /// <summary>
    /// 0 when no unit states the kind of fact that the question asks for, else from 0.5 to 1 as the best of those that do meets the question;
    /// 0.5 when it asks for none in particular.
    /// </summary>
    public double Answering { get; }

    /// <summary>Each unit's share of the question's weight with what stands above it.</summary>
    public double[] UnitScores { get; } = [];

    /// <summary>Each unit's share by its own words.</summary>
    public double[] OwnScores { get; } = [];

    /// <returns>How well the passage has the term, 0 to 1.</returns>
    public double TermMatch(int term) => Math.Max(Math.Max(inTitle[term], inHeadings[term]), inText[term]);

    // Finds the term's places; returns its frequency weighted by field.
    private double Find(int term)
    {
        var frequency = 0.0;
        foreach (var alternative in question.Terms[term].Alternatives)
        {
            foreach (var place in Passage.Positions(alternative.Stems[0]))
            {
                if (alternative.Stems.Length > 1 && !HasPhrase(alternative.Stems, place))
                {
                    continue;
                }

                (places[term] ??= []).Add(place);
                var weight = alternative.Weight;
                if (place < Passage.HeadingStart)
                {
                    inTitle[term] = Math.Max(inTitle[term], weight);
                    frequency += TitleWeight * weight;
                }
                else if (place < Passage.TextStart)
                {
                    inHeadings[term] = Math.Max(inHeadings[term], weight);
                    frequency += HeadingWeight * weight;
                }
                else
                {
                    var unit = Passage.UnitAt(place);
                    inUnits[term, unit] = Math.Max(inUnits[term, unit], weight);
                    inText[term] = Math.Max(inText[term], weight);
                    frequency += weight;
                }
            }
        }

        places[term]?.Sort();
        return frequency;
    }

    // The other words follow the first closely, in order.
    private bool HasPhrase(string[] stems, int place)
    {
        for (var i = 1; i < stems.Length; i++)
        {
            var next = -1;
            foreach (var position in Passage.Positions(stems[i]))
            {
                if (position > place && position <= place + 2)
                {
                    next = position;
                    break;
                }
            }

            if (next < 0)
            {
                return false;
            }

            place = next;
        }

        return true;
    }

    private double Saturated(int term, double frequency)
    {
        var match = TermMatch(term);
        return match * (frequency / (frequency + (K1 * (1 - B + (B * Passage.Length / TypicalLength)))));
    }

    private double UnitMatch(int term, int unit, int head)
    {
        var match = Math.Max(inUnits[term, unit], Math.Max(SectionShare * inHeadings[term], TitleShare * inTitle[term]));
        return head < 0 ? match : Math.Max(match, HeadShare * inUnits[term, head]);
    }

    // The table's head above a row; for a list item, the sentence that introduces the list.
    private int HeadOf(int unit)
    {
        var units = Passage.Units;
        var block = units[unit].Block;
        var first = unit;
        while (first > 0 && units[first - 1].Block == block)
        {
            first--;
        }

        return units[unit].Kind switch
        {
            UnitKind.Row when units[first].Kind == UnitKind.TableHead => first,
            UnitKind.Step or UnitKind.Bullet when first > 0 && Introduces(units[first - 1]) => first - 1,
            _ => -1,
        };
    }

    private bool Introduces(TextUnit unit) => unit.Kind == UnitKind.Sentence && Passage.Passage.Text[unit.End - 1] == ':';

    private double Fit()
    {
        var (met, all) = (0.0, 0.0);
        foreach (var token in Passage.SectionTokens)
        {
            var weight = StopWords.Weight(token.Word);
            all += weight;
            if (weight > 0 && question.Asks(token.Term))
            {
                met += weight;
            }
        }

        return all == 0 ? 0 : met / all;
    }

    private double Pairs()
    {
        var (near, all) = (0.0, 0.0);
        for (var term = 0; term + 1 < question.Terms.Count; term++)
        {
            var weight = Math.Min(question.Terms[term].Weight, question.Terms[term + 1].Weight);
            all += weight;
            near += places[term] is { } first && places[term + 1] is { } second && AreNear(first, second) ? weight : 0;
        }

        return all == 0 ? 0 : near / all;
    }

    private static bool AreNear(List<int> first, List<int> second)
    {
        for (int i = 0, j = 0; i < first.Count && j < second.Count;)
        {
            if (Math.Abs(first[i] - second[j]) <= NearWords)
            {
                return true;
            }

            if (first[i] < second[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }

    private double Answers()
    {
        if (question.AsksFor == UnitFacts.None || UnitScores.Length == 0)
        {
            return 0.5;
        }

        var best = 0.0;
        for (var unit = 0; unit < UnitScores.Length; unit++)
        {
            if ((Passage.Facts[unit] & question.AsksFor) != 0)
            {
                best = Math.Max(best, 0.5 + (0.5 * UnitScores[unit]));
            }
        }

        return best;
    }
}
