using System.Globalization;
using System.Text;

namespace TelecomSupport.Embedded.Routing;

/// <summary>How the router reads a message: words in lower case, with and without their diacritics.</summary>
internal static class MessageText
{
    /// <summary>The message's words in order: runs of letters and digits, lower case, diacritics kept. A currency sign is a word.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in Repair(text).Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
                continue;
            }

            // "doesn't" is one word, "l'appli" two: what an elision leaves is at most two letters.
            if (c is '\'' or '’' && word.Length > 2)
            {
                continue;
            }

            Flush();
            if (char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
            {
                words.Add("€");
            }
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    // Normalising throws on half a surrogate pair, which JSON can carry.
    private static string Repair(string text) => text.Any(char.IsSurrogate) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>A lower-case word without diacritics: <c>ł</c>, <c>ß</c>, <c>ø</c> and their like become the letters that people type instead.</summary>
    public static string Fold(string word)
    {
        if (Ascii.IsValid(word))
        {
            return word;
        }

        var folded = new StringBuilder(word.Length);
        foreach (var c in word.Normalize(NormalizationForm.FormD))
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            folded.Append(c switch { 'ł' => "l", 'ß' => "ss", 'ø' => "o", 'æ' => "ae", 'œ' => "oe", 'đ' => "d", _ => c.ToString() });
        }

        return folded.ToString();
    }
}
