using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Words that stand close together on one line of a PDF page. Lengths are in points, from the page's lower left corner.</summary>
internal sealed record PdfSegment(string Text, double Left, double Right, double Baseline, double Size, bool Bold, bool Mono);

/// <summary>What stands on one line of a PDF page, from left to right.</summary>
/// <param name="Height">Where on the page, from 0 at its foot to 1 at its head.</param>
internal sealed record PdfLine(IReadOnlyList<PdfSegment> Segments, double Height)
{
    public string Text { get; } = string.Join(' ', Segments.Select(segment => segment.Text));

    public double Left => Segments[0].Left;

    public double Baseline => Segments[0].Baseline;

    public double Size => Segments.Max(segment => segment.Size);

    public bool Bold => Segments.All(segment => segment.Bold);

    /// <summary>Whether it is set in type of one width, as code is.</summary>
    public bool Mono => Segments.All(segment => segment.Mono);
}

/// <summary>Finds a page's lines, and reads a page of two columns one column after the other.</summary>
internal static class PdfLines
{
    // In font sizes. A space is about a quarter; justified lines stretch it to about one.
    private const double SegmentGap = 1.4;
    private const int FewestColumnLines = 8;

    private const int ShortestColumnText = 22;

    private static readonly string[] MonoFonts = ["mono", "courier", "consol", "menlo", "typewriter", "cmtt"];

    public static IReadOnlyList<PdfLine> Of(Page page)
    {
        var words = page.GetWords(NearestNeighbourWordExtractor.Instance)
            .Where(word => word.TextOrientation == TextOrientation.Horizontal && !string.IsNullOrWhiteSpace(word.Text));
        var rows = new List<List<Word>>();
        foreach (var word in words.OrderByDescending(Baseline))
        {
            if (rows is [.., var row] && Baseline(row[0]) - Baseline(word) < 0.35 * Size(row[0]))
            {
                row.Add(word);
            }
            else
            {
                rows.Add([word]);
            }
        }

        var lines = rows.Select(row => Line([.. row.OrderBy(word => word.BoundingBox.Left)], page.Height)).ToList();
        return Gutter(lines, page.Width) is { } gutter ? Columns(lines, gutter) : lines;
    }

    private static PdfLine Line(List<Word> words, double pageHeight)
    {
        var segments = new List<PdfSegment>();
        var first = 0;
        for (var i = 1; i <= words.Count; i++)
        {
            if (i == words.Count || words[i].BoundingBox.Left - words[i - 1].BoundingBox.Right > SegmentGap * Size(words[i - 1]))
            {
                segments.Add(Segment(words[first..i]));
                first = i;
            }
        }

        return new(segments, Baseline(words[0]) / pageHeight);
    }

    private static PdfSegment Segment(List<Word> words) => new(
        string.Join(' ', words.Select(word => word.Text.Trim())),
        words[0].BoundingBox.Left,
        words[^1].BoundingBox.Right,
        Baseline(words[0]),
        Math.Round(words.Max(Size) * 2) / 2,
        words.TrueForAll(word => word.Letters[0].FontDetails.IsBold || word.FontName?.Contains("bold", StringComparison.OrdinalIgnoreCase) == true),
        words.TrueForAll(word => word.FontName is { } font && MonoFonts.Any(part => font.Contains(part, StringComparison.OrdinalIgnoreCase))));

    // The white between two columns of prose: most lines leave it free, and what stands on either side is long. A table's cells are short.
    private static double? Gutter(List<PdfLine> lines, double width)
    {
        for (var x = width * 0.35; x <= width * 0.65; x += width * 0.01)
        {
            var beside = lines.Where(line => line.Segments.Count == 2 && line.Segments[0].Right < x && line.Segments[1].Left > x).ToList();
            var across = lines.Count(line => line.Segments.Any(segment => segment.Left < x && segment.Right > x));
            if (beside.Count >= FewestColumnLines && beside.Count > 2 * across
                && beside.Average(line => line.Segments.Min(segment => segment.Text.Length)) >= ShortestColumnText)
            {
                return x;
            }
        }

        return null;
    }

    private static List<PdfLine> Columns(List<PdfLine> lines, double gutter)
    {
        var ordered = new List<PdfLine>();
        var right = new List<PdfLine>();
        foreach (var line in lines)
        {
            var onLeft = line.Segments.Where(segment => segment.Right < gutter).ToList();
            var onRight = line.Segments.Where(segment => segment.Left > gutter).ToList();
            if (onLeft.Count + onRight.Count < line.Segments.Count)
            {
                // A line across both ends the columns above it.
                ordered.AddRange(right);
                right.Clear();
                ordered.Add(line);
                continue;
            }

            if (onLeft.Count > 0)
            {
                ordered.Add(new(onLeft, line.Height));
            }

            if (onRight.Count > 0)
            {
                right.Add(new(onRight, line.Height));
            }
        }

        ordered.AddRange(right);
        return ordered;
    }

    private static double Baseline(Word word) => word.Letters[0].StartBaseLine.Y;

    private static double Size(Word word) => Math.Max(word.Letters[0].PointSize, 1);
}
