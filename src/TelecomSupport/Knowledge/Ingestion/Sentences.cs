using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Ingestion;

internal static partial class Sentences
{
    /// <summary>Divides text after the ends of sentences; each part keeps the whitespace behind it, so that the parts joined are the text.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        foreach (Match end in Ends().Matches(text))
        {
            var next = end.Index + end.Length;
            if (next >= text.Length || IsAbbreviation(text.AsSpan(start..(end.Index + 1))))
            {
                continue;
            }

            yield return text[start..next];
            start = next;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> sentence)
    {
        if (sentence[^1] != '.')
        {
            return false;
        }

        var word = sentence[(sentence.LastIndexOfAny(" \n\t(") + 1)..^1];
        // A single letter is an initial or half of "e.g."
        return word.Length == 1 && char.IsLetter(word[0])
            || word.Length == 3 && word[1] == '.'
            || word is "approx" or "incl" or "excl" or "vs" or "etc" or "No" or "Nr" or "Fig" or "Dr" or "Mr" or "Mrs" or "Ms" or "St" or "bzw" or "ca";
    }

    [GeneratedRegex(@"[.!?…][""'”’»)\]*_`]*\s+(?=[""'“‘«(\[*_`]*[\p{Lu}\p{Lt}\p{Lo}\p{N}])|[。！？]\s*|\n[ \t]*\n\s*")]
    private static partial Regex Ends();
}
