using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Infers a PDF's structure from its lines: headings are larger than most text, or bold on a line of their own; columns of short segments are
/// a table; page numbers, running heads and tables of contents are left out.
/// </summary>
internal sealed partial class PdfLayout
{
    private const double HeadingRatio = 1.12;
    private const int LongestHeading = 120;
    private const int FewestRows = 3;
    private const double Margin = 0.09;

    private readonly List<PdfLine> lines = [];
    private readonly HashSet<int> pageStarts = [];
    private readonly double bodySize;
    private readonly bool boldMeansHeading;
    private readonly double leading;
    private readonly List<double> headingSizes;

    public PdfLayout(IReadOnlyList<IReadOnlyList<PdfLine>> pages)
    {
        var running = RunningLines(pages);
        foreach (var page in pages)
        {
            pageStarts.Add(lines.Count);
            lines.AddRange(page.Where(line => !Leaders().IsMatch(line.Text)
                && !(IsInMargin(line) && (running.Contains(Shape(line)) || PageNumber().IsMatch(line.Text)))));
        }

        bodySize = lines.GroupBy(line => line.Size).OrderByDescending(group => group.Sum(line => line.Text.Length)).FirstOrDefault()?.Key ?? 10;
        boldMeansHeading = lines.Where(line => line.Bold).Sum(line => line.Text.Length) < 0.3 * lines.Sum(line => line.Text.Length);
        var steps = lines.Zip(lines.Skip(1), (one, next) => one.Baseline - next.Baseline)
            .Where(step => step > 0.5 * bodySize && step < 4 * bodySize).Order().ToList();
        leading = steps.Count > 0 ? steps[(steps.Count - 1) / 2] : 1.2 * bodySize;
        headingSizes = [.. lines.Where(IsLarge).Select(line => line.Size).Distinct().OrderDescending()];
    }

    public void AddTo(DocumentBuilder builder)
    {
        for (var first = 0; first < lines.Count;)
        {
            var end = first + 1;
            if (IsHeading(first))
            {
                // A long heading goes on in the same type on the next line.
                while (end < lines.Count && !IsGap(end) && IsHeading(end) && lines[end].Size == lines[first].Size)
                {
                    end++;
                }

                builder.AddHeading(Level(lines[first]), string.Join(' ', lines[first..end].Select(line => line.Text)));
            }
            else if (IsCode(first))
            {
                while (end < lines.Count && lines[end].Mono && !IsHeading(end))
                {
                    end++;
                }

                builder.Add(new(BlockKind.Code, [], CodeLines(lines[first..end])) { Lead = "```", Tail = "```" });
            }
            else if (RowsFrom(first) is { } table)
            {
                builder.AddTable(table.Rows);
                end = table.End;
            }
            else
            {
                while (end < lines.Count && !IsHeading(end) && !IsCode(end) && !EndsParagraph(end) && RowsFrom(end) is null)
                {
                    end++;
                }

                PlainTextReader.AddLines(Joined(lines[first..end]), builder);
            }

            first = end;
        }
    }

    private bool IsLarge(PdfLine line) => line.Size >= HeadingRatio * bodySize && line.Text.Length <= LongestHeading && line.Text.Any(char.IsLetter);

    private bool IsHeading(int i) => IsLarge(lines[i]) || (boldMeansHeading && IsBoldHeading(i));

    private bool IsBoldHeading(int i)
    {
        var line = lines[i];
        return line.Bold && line.Segments.Count == 1 && line.Size >= bodySize && line.Text.Length <= 80 && char.IsLetterOrDigit(line.Text[0])
            && line.Text[^1] is not ('.' or ',' or ';' or ':') && line.Text.Any(char.IsLetter)
            && (i == 0 || IsGap(i) || lines[i - 1].Bold || IsLarge(lines[i - 1]));
    }

    // Never 1 for bold text of the body's size: it heads a part, but is no document's title.
    private int Level(PdfLine line) => IsLarge(line) ? headingSizes.IndexOf(line.Size) + 1 : Math.Max(headingSizes.Count, 1) + 1;

    // Whether more than the space between two lines of a paragraph is above the line.
    private bool IsGap(int i)
    {
        var step = lines[i - 1].Baseline - lines[i].Baseline;
        return step > 1.3 * leading || step < 0 || pageStarts.Contains(i);
    }

    // One line of it alone is rather a name or a path in a paragraph.
    private bool IsCode(int i) => lines[i].Mono && i + 1 < lines.Count && lines[i + 1].Mono && !IsHeading(i);

    // Type of one width is 0.6 of its size wide, whatever the font: that puts indents and columns back.
    private static List<string> CodeLines(List<PdfLine> lines)
    {
        var margin = lines.Min(line => line.Left);
        string Spaced(string text, PdfSegment segment)
        {
            var column = (int)Math.Round((segment.Left - margin) / (0.6 * segment.Size));
            return text.PadRight(Math.Max(column, text.Length > 0 ? text.Length + 1 : 0)) + segment.Text;
        }

        return [.. lines.Select(line => line.Segments.Aggregate("", Spaced))];
    }

    private bool EndsParagraph(int i)
    {
        if (pageStarts.Contains(i) || lines[i - 1].Baseline < lines[i].Baseline)
        {
            // A sentence goes on over the turn of a page or column.
            return lines[i - 1].Text[^1] is '.' or '!' or '?' or ':' || !char.IsLower(lines[i].Text[0]);
        }

        return IsGap(i) && !PlainTextReader.IsItem(lines[i].Text);
    }

    // Rows begin where several lines in a row have segments under the same columns; a line with segments of later columns only goes on with
    // the row above it.
    private (List<IReadOnlyList<string>> Rows, int End)? RowsFrom(int first)
    {
        var columns = lines[first].Segments.Select(segment => segment.Left).ToList();
        if (columns.Count < 2)
        {
            return null;
        }

        var rows = new List<string[]>();
        var end = first;
        for (; end < lines.Count && (end == first || lines[end - 1].Baseline > lines[end].Baseline); end++)
        {
            var places = lines[end].Segments.Select(segment => columns.FindIndex(left => Math.Abs(left - segment.Left) < 0.6 * bodySize)).ToList();
            if (places.Contains(-1) || (places.Count == 1 && places[0] == 0) || PlainTextReader.IsItem(lines[end].Text))
            {
                break;
            }

            if (places[0] == 0)
            {
                rows.Add(Enumerable.Repeat("", columns.Count).ToArray());
            }

            foreach (var (place, segment) in places.Zip(lines[end].Segments))
            {
                rows[^1][place] = (rows[^1][place] + " " + segment.Text).Trim();
            }
        }

        return rows.Count >= FewestRows ? ([.. rows], end) : null;
    }

    // Lines become one line up to the next list item; a word divided at a line's end becomes whole.
    private static List<string> Joined(List<PdfLine> lines)
    {
        var texts = new List<string>();
        var current = new System.Text.StringBuilder();
        foreach (var line in lines)
        {
            if (PlainTextReader.IsItem(line.Text) && current.Length > 0)
            {
                texts.Add(current.ToString());
                current.Clear();
            }

            if (current.Length > 1 && current[^1] == '-' && char.IsLower(current[^2]) && char.IsLower(line.Text[0]))
            {
                current.Length--;
            }
            else if (current.Length > 0)
            {
                current.Append(' ');
            }

            current.Append(line.Text);
        }

        texts.Add(current.ToString());
        return texts;
    }

    private static HashSet<string> RunningLines(IReadOnlyList<IReadOnlyList<PdfLine>> pages) =>
        [.. pages.SelectMany(page => page.Where(IsInMargin).Select(Shape).Distinct())
            .GroupBy(shape => shape)
            .Where(group => group.Count() >= 2)
            .Select(group => group.Key)];

    private static bool IsInMargin(PdfLine line) => line.Height is < Margin or > 1 - Margin;

    private static string Shape(PdfLine line) => Digits().Replace(line.Text, "0");

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?:(?:\p{L}+ )?\d{1,4}(?: ?(?:/|of|von|-) ?\d{1,4})?|[ivxlc]{1,6})$")]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"(?:\. ?){5,}\s*\d+$")]
    private static partial Regex Leaders();
}
