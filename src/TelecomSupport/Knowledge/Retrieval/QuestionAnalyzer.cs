using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// Works out what a question is about: its telling words, weighted by how rare they are in the documents, with synonyms, repaired spellings
/// and the other ways to write a compound. A closing parenthesis is an aside and counts half; <see cref="FollowUp"/> puts there what the
/// question continues.
/// </summary>
internal static partial class QuestionAnalyzer
{
    private const double AsideWeight = 0.4;

    // A code or a number of three digits or more is looked up for its own sake.
    private const double CodeWeight = 1.6;
    private const double CorrectionWeight = 0.9;
    private const double CompoundWeight = 0.95;
    private const double PhraseOfStopWords = 0.5;

    // Alternatives from this weight on are the same thing.
    private const double Same = 0.9;

    public static Question Analyze(string text, Lexicon lexicon, Synonyms synonyms)
    {
        var tokens = Tokenizer.Tokenize(text);
        var words = new List<Token>(tokens.Count);
        var partsOf = new List<Token[]>(tokens.Count);
        for (var i = 0; i < tokens.Count; i += 1 + tokens[i].Parts)
        {
            Token[] parts = [.. tokens.Skip(i + 1).Take(tokens[i].Parts)];
            if (parts.Length > 0 && !lexicon.Contains(tokens[i].Term) && synonyms.At([tokens[i]], 0).Length == 0)
            {
                // An unknown compound is no more than its parts.
                words.AddRange(parts);
                partsOf.AddRange(parts.Select(_ => Array.Empty<Token>()));
                continue;
            }

            words.Add(tokens[i]);
            partsOf.Add(parts);
        }

        var misspelt = words.ConvertAll(word => Correct(word, lexicon, synonyms));
        for (var i = 0; i < words.Count; i++)
        {
            words[i] = misspelt[i] ?? words[i];
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

            // The first word of a phrase of stop words stands for the phrase, not for itself.
            var alternatives = new List<Alternative> { new([word.Term], own == 0 ? 0.01 : misspelt[i] is null ? 1 : CorrectionWeight) };
            AddWritings(alternatives, words, partsOf, i, lexicon);
            alternatives.AddRange(phrases[i].Where(phrase => phrase.Length == 1).SelectMany(phrase => phrase.Alternatives));
            var frequency = Frequency(alternatives, lexicon);
            alternatives.AddRange(phrases[i].Where(phrase => phrase.Length > 1).SelectMany(phrase => phrase.Alternatives));
            var weight = Math.Max(own, standsForPhrase ? PhraseOfStopWords : 0) * lexicon.Rarity(frequency) * (word.Start >= aside ? AsideWeight : 1);
            weight *= StopWords.StoryShare(word.Word, word.Term);
            alternatives.RemoveAll(alternative => !Array.TrueForAll(alternative.Stems, lexicon.Contains));
            terms.Add(Term(text, word, weight, alternatives, word.Start >= aside));
        }

        var read = words.SelectMany((word, i) => partsOf[i].Length > 0 ? partsOf[i] : [word])
            .Select(word => new AskedWord(word.Term, lexicon.Rarity(lexicon.Frequency(word.Term))));
        return new(text, [.. read], terms, Asked.For(text, words), Stems(terms, lexicon));
    }

    private static List<string> Stems(List<QuestionTerm> terms, Lexicon lexicon)
    {
        var worth = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            foreach (var alternative in term.Alternatives)
            {
                foreach (var stem in alternative.Stems)
                {
                    var frequency = lexicon.Frequency(stem);
                    if (frequency > 0)
                    {
                        worth[stem] = Math.Max(worth.GetValueOrDefault(stem), alternative.Weight * term.Weight * lexicon.Rarity(frequency));
                    }
                }
            }
        }

        return [.. worth.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Take(Question.MaxStems).Select(entry => entry.Key)];
    }

    // How many passages have the term: by its own word if any has that, else by the most frequent of its alternatives.
    private static int Frequency(List<Alternative> alternatives, Lexicon lexicon)
    {
        var own = alternatives[0].Weight >= Same ? lexicon.Frequency(alternatives[0].Stems[0]) : 0;
        return own > 0
            ? Math.Max(own, alternatives.Where(other => other.Weight >= Same).Max(other => other.Stems.Min(lexicon.Frequency)))
            : alternatives.Max(other => other.Stems.Min(lexicon.Frequency));
    }

    private static QuestionTerm Term(
        string text, Token word, double weight, List<Alternative> alternatives, bool isAside)
    {
        var written = text.Substring(word.Start, word.Length);
        var startsSentence = word.Start == 0 || text.AsSpan(0, word.Start).TrimEnd() is [.., '.' or '!' or '?' or ':'];
        var digits = written.Count(char.IsAsciiDigit);
        var isCode = !isAside && (digits > 2 || (digits > 0 && digits < written.Length));
        var isName = digits > 0 || (char.IsUpper(written[0]) && !startsSentence && written.Length > 1) || written.Skip(1).Any(char.IsUpper);
        return new(written, word.Term, isCode ? weight * CodeWeight : weight, alternatives, isName);
    }

    /// <summary>Adds the other ways to write the word: in parts, joined with its neighbour, split, spelt right.</summary>
    private static void AddWritings(
        List<Alternative> alternatives, List<Token> words, List<Token[]> partsOf, int i, Lexicon lexicon)
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

        if (!lexicon.Contains(word.Term) && Split(word.Word, lexicon) is { } split)
        {
            alternatives.Add(new(split, CompoundWeight));
        }
    }

    /// <returns>The word as it was most likely meant; null when it is known, or nothing like it is.</returns>
    private static Token? Correct(Token word, Lexicon lexicon, Synonyms synonyms)
    {
        var isKnown = lexicon.Passages == 0 || lexicon.Contains(word.Term) || lexicon.Contains(word.Word) || synonyms.Words.Contains(word.Word)
            || AnswerNetwork.Shipped.Vectors.Find(word.Term) != WordVectors.Unknown || StopWords.Weight(word.Word) < 1
            || StopWords.StoryShare(word.Word, word.Term) < 1 || synonyms.At([word], 0).Length > 0 || Split(word.Word, lexicon) is not null;
        return isKnown || (lexicon.Correct(word.Word) ?? lexicon.Correct(word.Term)) is not { } correction
            ? null
            : Tokenizer.Tokenize(correction)[0] with { Start = word.Start, Length = word.Length };
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
