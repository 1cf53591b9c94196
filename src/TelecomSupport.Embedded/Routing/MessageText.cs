using System.Globalization;
using System.Text;

namespace TelecomSupport.Embedded.Routing;

/// <summary>How the router reads a message: words in lower case, with and without their diacritics.</summary>
internal static class MessageText
{
    /// <summary>The message's words in order: runs of letters, digits and inner apostrophes, lower case, diacritics kept. A currency sign is a word.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
                continue;
            }

            if (c is '\'' or '’' && word.Length > 0)
            {
                word.Append('\'');
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
            var trimmed = word.ToString().TrimEnd('\'');
            word.Clear();
            if (trimmed.Length > 0)
            {
                words.Add(trimmed);
            }
        }
    }

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
