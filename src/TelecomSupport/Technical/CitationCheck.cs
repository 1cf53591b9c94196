using System.Text;
using System.Text.RegularExpressions;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Technical;

/// <summary>What a citation is held to, in whoever's reply.</summary>
/// <remarks>
/// A citation is <c>[n]</c> with n from 1. What it covers is the text before it, back to the citation before or the beginning of the paragraph
/// group it ends. A quotation is exact when each of its lines stands in the passage's text, character for character but for Markdown's
/// emphasis, code and link marks and for runs of white space.
/// </remarks>
public static partial class CitationCheck
{
    /// <returns>The text that each citation covers, in order; citations of a number above <paramref name="sources"/> are left out.</returns>
    public static IReadOnlyList<CitedText> Quotations(string reply, int sources)
    {
        var cited = new List<CitedText>();
        var start = 0;
        foreach (Match match in Citation().Matches(reply))
        {
            var number = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            if (number >= 1 && number <= sources)
            {
                cited.Add(new(number, reply[start..match.Index].Trim()));
            }

            start = match.Index + match.Length;
        }

        return cited;
    }

    /// <returns>Whether the citations in the reply are exactly 1 to <paramref name="sources"/>, numbered as they first appear.</returns>
    public static bool IsNumbered(string reply, int sources)
    {
        var seen = new List<int>();
        foreach (Match match in Citation().Matches(reply))
        {
            var number = int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            if (!seen.Contains(number))
            {
                seen.Add(number);
            }
        }

        return seen.SequenceEqual(Enumerable.Range(1, sources));
    }

    /// <returns>Whether every line of the text is quoted from the passage word for word.</returns>
    public static bool IsExact(string text, Passage passage)
    {
        var whole = Plain(passage.Text);
        return text.Split('\n').Select(Plain).Where(line => line.Length > 0).All(line => whole.Contains(line, StringComparison.Ordinal));
    }

    /// <summary>Finds what a paraphrasing reply may not make up: figures, codes and addresses.</summary>
    /// <returns>Those in the text that none of the passages has, as written.</returns>
    public static IReadOnlyList<string> Unsupported(string text, IReadOnlyList<Passage> passages)
    {
        var known = string.Join('\n', passages.Select(passage => Plain($"{passage.Title}\n{string.Join('\n', passage.HeadingPath)}\n{passage.Text}")));
        return [.. Fact().Matches(Citation().Replace(text, "")).Select(match => match.Value.TrimEnd('.', ',', ':'))
            .Where(fact => !Regex.IsMatch(known, $@"(?<![\w.]){Regex.Escape(Plain(fact))}(?!\w)", RegexOptions.IgnoreCase)).Distinct(StringComparer.Ordinal)];
    }

    private static string Plain(string markdown)
    {
        var text = new StringBuilder(markdown.Length);
        foreach (var letter in Link().Replace(markdown, "$1"))
        {
            if (letter is '*' or '`' or '_')
            {
                continue;
            }

            var space = char.IsWhiteSpace(letter);
            if (!space || (text.Length > 0 && text[^1] != ' '))
            {
                text.Append(space ? ' ' : letter);
            }
        }

        return text.ToString().Trim();
    }

    [GeneratedRegex(@"\[(\d{1,2})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"https?://\S+|\b[\w-]*\d[\w.,:-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Fact();
}

/// <param name="Number">The citation's number, from 1.</param>
public sealed record CitedText(int Number, string Text);
