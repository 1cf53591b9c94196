using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">Its length in the text.</param>
/// <param name="Word">In lower case, without accents and inner hyphens.</param>
/// <param name="Term">Its stem: what is indexed and compared.</param>
/// <param name="Parts">How many of the tokens after this one are parts of it, as <c>e</c> and <c>mail</c> are of <c>email</c>; 0 for a plain word.</param>
internal readonly record struct Token(int Start, int Length, string Word, string Term, int Parts = 0);

/// <summary>
/// Cuts text into words, the same for documents and questions. Words joined by hyphens or underscores (<c>wi-fi</c>, <c>AUTH-1006</c>) come
/// whole and in parts, numbers keep their points and colons (<c>2.4</c>, <c>02:00</c>), and an English possessive is dropped.
/// </summary>
internal static class Tokenizer
{
    private const int MaxWord = 64;
    private const int MaxCached = 50_000;

    private static readonly ConcurrentDictionary<string, string> Stems = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> StemsBySpan =
        Stems.GetAlternateLookup<ReadOnlySpan<char>>();

    public static List<Token> Tokenize(string text)
    {
        var tokens = new List<Token>(text.Length / 5 + 1);
        var i = 0;
        while (i < text.Length)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var end = EndOfWord(text, i);
            AddWord(tokens, text, i, end);
            i = end;
        }

        return tokens;
    }

    /// <returns>The word's stem, without accents and in lower case.</returns>
    public static string Stem(string word) => Token(word, 0, word.Length).Term;

    private static int EndOfWord(string text, int start)
    {
        var i = start;
        while (i < text.Length)
        {
            if (char.IsLetterOrDigit(text[i]) || char.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark)
            {
                i++;
                continue;
            }

            var joins = i + 1 < text.Length && i > start && char.IsLetterOrDigit(text[i + 1]) && text[i] switch
            {
                '-' or '_' or '\u2010' or '\u2011' or '\'' or '\u2019' => true,
                '.' or ':' or ',' => char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]),
                _ => false,
            };
            if (!joins)
            {
                break;
            }

            i++;
        }

        return i;
    }

    private static void AddWord(List<Token> tokens, string text, int start, int end)
    {
        var span = text.AsSpan(start, end - start);
        var apostrophe = span.LastIndexOfAny('\'', '\u2019');
        if (apostrophe > 0 && span.Length - apostrophe == 2 && span[^1] is 's' or 'S')
        {
            end = start + apostrophe;
            span = span[..apostrophe];
        }

        if (span.IndexOfAny("-_\u2010\u2011") < 0)
        {
            tokens.Add(Token(text, start, end));
            return;
        }

        var whole = tokens.Count;
        tokens.Add(Token(text, start, end));
        var from = start;
        for (var i = start; i <= end; i++)
        {
            if (i < end && text[i] is not ('-' or '_' or '\u2010' or '\u2011'))
            {
                continue;
            }

            // A single letter says nothing by itself.
            if (i - from > 1 || (i - from == 1 && char.IsAsciiDigit(text[from])))
            {
                tokens.Add(Token(text, from, i));
            }

            from = i + 1;
        }

        tokens[whole] = tokens[whole] with { Parts = tokens.Count - whole - 1 };
    }

    private static Token Token(string text, int start, int end)
    {
        var length = Math.Min(end - start, MaxWord);
        Span<char> folded = stackalloc char[MaxWord];
        var count = 0;
        var plain = true;
        foreach (var letter in text.AsSpan(start, length))
        {
            if (letter is '-' or '_' or '\u2010' or '\u2011' or '\'' or '\u2019')
            {
                continue;
            }

            plain &= letter < 128;
            folded[count++] = char.ToLowerInvariant(letter);
        }

        ReadOnlySpan<char> word = folded[..count];
        word = plain ? word : Fold(word);
        if (StemsBySpan.TryGetValue(word, out var key, out var term))
        {
            return new(start, end - start, key, term);
        }

        if (Stems.Count > MaxCached)
        {
            Stems.Clear();
        }

        key = word.ToString();
        term = EnglishStemmer.Stem(key);
        Stems.TryAdd(key, term);
        return new(start, end - start, key, term);
    }

    private static string Fold(ReadOnlySpan<char> word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word.ToString().Replace("ß", "ss", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(letter == 'ł' ? 'l' : letter);
            }
        }

        return folded.ToString();
    }
}
