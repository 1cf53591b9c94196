using System.Globalization;
using System.Text;

namespace TelecomSupport;

/// <summary>The normal form in which words are compared: lower case, no diacritics, no apostrophes.</summary>
internal static class Words
{
    /// <summary>Splits into runs of letters and digits. A decimal figure stays one word ("12.99"), with a point whatever was written.</summary>
    public static string[] Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var plain = Plain(text);
        for (var i = 0; i < plain.Length; i++)
        {
            var c = plain[i];
            var next = i + 1 < plain.Length ? plain[i + 1] : ' ';
            if (char.IsAsciiLetterOrDigit(c) || char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (c is '.' or ',' && word.Length > 0 && char.IsAsciiDigit(word[^1]) && char.IsAsciiDigit(next))
            {
                word.Append('.');
            }
            else if (c is '\'' && word.Length > 2)
            {
                // "what's" is one word, "l'abonnement" is two.
            }
            else
            {
                End();
            }
        }

        End();
        return [.. words];

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            switch (char.ToLowerInvariant(c))
            {
                case 'ß':
                    plain.Append("ss");
                    break;
                case 'ł':
                    plain.Append('l');
                    break;
                case '’' or '`' or '´':
                    plain.Append('\'');
                    break;
                case var lower:
                    plain.Append(lower);
                    break;
            }
        }

        return plain.ToString();
    }
}
