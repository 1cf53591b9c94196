using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Retrieval;

internal enum UnitKind
{
    Sentence,
    Step,
    Bullet,

    /// <summary>A table's first row, with the line under it.</summary>
    TableHead,
    Row,
    Code,
}

/// <summary>The smallest piece of a passage that can be quoted.</summary>
/// <param name="Start">Where it begins in the passage's text.</param>
/// <param name="Block">Which paragraph, list, table or code block it belongs to, counted from 0.</param>
/// <param name="Level">How deep a list item is nested, from 0.</param>
internal readonly record struct TextUnit(UnitKind Kind, int Start, int Length, int Block, int Level = 0)
{
    public int End => Start + Length;

    public string In(string text) => text.Substring(Start, Length);
}

/// <summary>Cuts a passage's Markdown into sentences, list items, table rows and code blocks. What they leave out is only white space.</summary>
internal static partial class TextUnits
{
    private static readonly string[] Abbreviations = ["e.g", "i.e", "etc", "approx", "incl", "excl", "no", "vs", "resp", "dr", "mr", "mrs", "st", "fig", "max", "min"];

    public static TextUnit[] Split(string text)
    {
        var units = new List<TextUnit>();
        var block = -1;
        var paragraph = (Start: -1, End: -1);
        var previous = UnitKind.Sentence;
        var open = false;
        var fence = -1;

        foreach (var line in Lines(text))
        {
            var content = text.AsSpan(line.Start, line.End - line.Start).TrimEnd();
            var trimmed = content.TrimStart();
            var start = line.Start + content.Length - trimmed.Length;
            var end = line.Start + content.Length;
            var isFence = trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal);
            if (fence >= 0)
            {
                if (isFence)
                {
                    units.Add(new(UnitKind.Code, fence, end - fence, ++block));
                    fence = -1;
                }

                continue;
            }

            if (trimmed.IsEmpty || isFence || trimmed[0] == '|' || ListItem().IsMatch(trimmed))
            {
                EndParagraph();
            }

            if (trimmed.IsEmpty)
            {
                open = open && previous is UnitKind.Step or UnitKind.Bullet;
            }
            else if (isFence)
            {
                fence = start;
                open = false;
            }
            else if (trimmed[0] == '|')
            {
                AddRow(start, end, trimmed);
            }
            else if (ListItem().IsMatch(trimmed))
            {
                var kind = char.IsAsciiDigit(trimmed[0]) ? UnitKind.Step : UnitKind.Bullet;
                var level = (content.Length - trimmed.Length) / 2;
                block += open && (previous == kind || level > 0) ? 0 : 1;
                units.Add(new(kind, start, end - start, block, level));
                (previous, open) = (kind, true);
            }
            else if (open && previous is UnitKind.Step or UnitKind.Bullet && (content.Length > trimmed.Length || text.AsSpan(units[^1].End, line.Start - units[^1].End).Count('\n') == 1))
            {
                // A list item goes on: indented, or on the line right below.
                units[^1] = units[^1] with { Length = end - units[^1].Start };
            }
            else
            {
                open = false;
                paragraph = (paragraph.Start < 0 ? start : paragraph.Start, end);
            }
        }

        EndParagraph();
        if (fence >= 0)
        {
            units.Add(new(UnitKind.Code, fence, text.AsSpan().TrimEnd().Length - fence, ++block));
        }

        return [.. units];

        void EndParagraph()
        {
            if (paragraph.Start >= 0)
            {
                block++;
                AddSentences(units, text, paragraph.Start, paragraph.End, block);
                paragraph = (-1, -1);
                (previous, open) = (UnitKind.Sentence, false);
            }
        }

        void AddRow(int start, int end, ReadOnlySpan<char> row)
        {
            var isRule = row.IndexOfAnyExcept("|-: ") < 0;
            if (isRule && units.Count > 0 && open && previous == UnitKind.Row && units[^1].Kind == UnitKind.Row)
            {
                units[^1] = units[^1] with { Kind = UnitKind.TableHead, Length = end - units[^1].Start };
                return;
            }

            block += open && previous == UnitKind.Row ? 0 : 1;
            units.Add(new(UnitKind.Row, start, end - start, block));
            (previous, open) = (UnitKind.Row, true);
        }
    }

    private static IEnumerable<(int Start, int End)> Lines(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            yield return (start, end);
            start = end + 1;
        }
    }

    private static void AddSentences(List<TextUnit> units, string text, int start, int end, int block)
    {
        var from = start;
        var inCode = false;
        for (var i = start; i < end; i++)
        {
            inCode ^= text[i] == '`';
            if (inCode || text[i] is not ('.' or '!' or '?') || !EndsSentence(text, start, i, end, out var next))
            {
                continue;
            }

            units.Add(new(UnitKind.Sentence, from, next - from, block));
            while (next < end && char.IsWhiteSpace(text[next]))
            {
                next++;
            }

            from = next;
            i = next - 1;
        }

        if (from < end)
        {
            units.Add(new(UnitKind.Sentence, from, end - from, block));
        }
    }

    // A sentence ends at its mark and the quotes or brackets that close on it, before white space and anything but a small letter.
    private static bool EndsSentence(string text, int start, int mark, int end, out int next)
    {
        next = mark + 1;
        while (next < end && text[next] is '"' or '\'' or ')' or '”' or '’' or '*' or '_' or ']')
        {
            next++;
        }

        if (next >= end)
        {
            return true;
        }

        if (!char.IsWhiteSpace(text[next]))
        {
            return false;
        }

        var after = text.AsSpan(next, end - next).TrimStart();
        if (after.IsEmpty || char.IsLower(after[0]))
        {
            return after.IsEmpty;
        }

        var word = text.AsSpan(start, mark - start);
        word = word[(word.LastIndexOfAny(" \n(") + 1)..];
        foreach (var abbreviation in Abbreviations)
        {
            if (text[mark] == '.' && word.Equals(abbreviation, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"^(?:[-*+]|\d{1,3}[.)])\s", RegexOptions.CultureInvariant)]
    private static partial Regex ListItem();
}
