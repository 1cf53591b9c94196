using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// Works out what a question is about: its telling words, weighted by how rare they are in the documents, with synonyms, repaired spellings
/// and the other ways to write a compound. A closing parenthesis is an aside and counts half; <see cref="FollowUp"/> puts there what the
/// question continues.
/// </summary>
internal static partial class QuestionAnalyzer
{
    private const double AsideWeight = 0.5;
    private const double CorrectionWeight = 0.9;
    private const double CompoundWeight = 0.95;

    public static Question Analyze(string text, Lexicon lexicon, Synonyms synonyms)
    {
        var tokens = Tokenizer.Tokenize(text);
        var words = new List<Token>(tokens.Count);
        var partsOf = new List<Token[]>(tokens.Count);
        for (var i = 0; i < tokens.Count; i += 1 + tokens[i].Parts)
        {
            words.Add(tokens[i]);
            partsOf.Add([.. tokens.Skip(i + 1).Take(tokens[i].Parts)]);
        }

        var aside = Aside().Match(text) is { Success: true, Index: > 0 } match ? match.Index : int.MaxValue;
        var phrases = Phrases(words, synonyms);
        var terms = new List<QuestionTerm>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count && terms.Count < Question.MaxTerms; i++)
        {
            var word = words[i];
            var own = StopWords.Weight(word.Word);
            var standsForPhrase = phrases[i].Exists(phrase => phrase.Length > 1 && phrase.Start == i && phrase.AllStopWords);
            if ((own == 0 && !standsForPhrase) || !seen.Add(word.Term))
            {
                continue;
            }

            var alternatives = new List<Alternative> { new([word.Term], own == 0 ? 0.01 : 1) };
            AddWritings(alternatives, words, partsOf, i, lexicon);
            foreach (var phrase in phrases[i])
            {
                alternatives.AddRange(phrase.Alternatives);
            }

            terms.Add(Term(text, word, Math.Max(own, standsForPhrase ? 0.6 : 0), alternatives, word.Start >= aside, lexicon));
        }

        return new(text, terms, Asked.For(text, words));
    }

    private static QuestionTerm Term(string text, Token word, double own, List<Alternative> alternatives, bool isAside, Lexicon lexicon)
    {
        var frequency = 0;
        foreach (var alternative in alternatives.Where(alternative => alternative.Weight >= 0.8))
        {
            frequency += alternative.Stems.Min(lexicon.Frequency);
        }

        var known = alternatives.Exists(alternative => alternative.Stems.All(lexicon.Contains));
        var written = text.Substring(word.Start, word.Length);
        var startsSentence = word.Start == 0 || text.AsSpan(0, word.Start).TrimEnd() is [.., '.' or '!' or '?' or ':'];
        var isName = written.Any(char.IsAsciiDigit)
            || (char.IsUpper(written[0]) && !startsSentence && written.Length > 1)
            || written.Skip(1).Any(char.IsUpper);
        return new(written, own * lexicon.Rarity(frequency) * (isAside ? AsideWeight : 1), alternatives, known, isName);
    }

    /// <summary>Adds the other ways to write the word: in parts, joined with its neighbour, split, spelt right.</summary>
    private static void AddWritings(List<Alternative> alternatives, List<Token> words, List<Token[]> partsOf, int i, Lexicon lexicon)
    {
        var word = words[i];
        if (partsOf[i].Length > 1)
        {
            alternatives.Add(new([.. partsOf[i].Select(part => part.Term)], CompoundWeight));
        }

        foreach (var (first, second) in (ReadOnlySpan<(int, int)>)[(i, i + 1), (i - 1, i)])
        {
            if (first >= 0 && second < words.Count && words[first].Word.Length + words[second].Word.Length > 3
                && Tokenizer.Stem(words[first].Word + words[second].Word) is var joined && lexicon.Contains(joined))
            {
                alternatives.Add(new([joined], 1));
            }
        }

        if (lexicon.Contains(word.Term) || lexicon.Passages == 0)
        {
            return;
        }

        if (Split(word.Word, lexicon) is { } split)
        {
            alternatives.Add(new(split, CompoundWeight));
        }
        else if (lexicon.Correct(word.Word) is { } correction)
        {
            alternatives.Add(new([Tokenizer.Stem(correction)], CorrectionWeight));
        }
    }

    private static string[]? Split(string word, Lexicon lexicon)
    {
        for (var at = 2; at <= word.Length - 2; at++)
        {
            var (first, second) = (word[..at], word[at..]);
            var isNumber = first.All(char.IsAsciiDigit) || second.All(char.IsAsciiDigit);
            if ((isNumber || (first.Length > 2 && second.Length > 2)) && lexicon.Contains(first) && lexicon.Contains(second))
            {
                return [Tokenizer.Stem(first), Tokenizer.Stem(second)];
            }
        }

        return null;
    }

    /// <returns>For each word, the phrases of the synonyms that it is part of.</returns>
    private static List<Phrase>[] Phrases(List<Token> words, Synonyms synonyms)
    {
        var phrases = new List<Phrase>[words.Count];
        for (var i = 0; i < words.Count; i++)
        {
            phrases[i] = [];
        }

        for (var i = 0; i < words.Count; i++)
        {
            var (length, alternatives) = synonyms.At(words, i);
            if (length == 0)
            {
                continue;
            }

            var stops = words.Skip(i).Take(length).All(word => StopWords.Weight(word.Word) == 0);
            for (var j = i; j < i + length; j++)
            {
                phrases[j].Add(new(i, length, stops, alternatives));
            }
        }

        return phrases;
    }

    [GeneratedRegex(@"\([^()]*\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Aside();

    private sealed record Phrase(int Start, int Length, bool AllStopWords, IReadOnlyList<Alternative> Alternatives);
}
