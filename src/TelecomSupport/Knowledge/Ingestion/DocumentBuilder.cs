namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Collects a document's headings and blocks in reading order, for every reader alike.</summary>
internal sealed class DocumentBuilder
{
    private readonly List<Heading> headings = [];
    private readonly List<(Heading[] Path, DocumentBlock Block)> blocks = [];
    private Heading[] path = [];

    /// <param name="level">1 is the outermost.</param>
    public void AddHeading(int level, string text)
    {
        text = InlineText.Collapse(text);
        if (text.Length == 0)
        {
            return;
        }

        var heading = new Heading(level, text);
        headings.Add(heading);
        path = [.. path.TakeWhile(above => above.Level < level), heading];
    }

    public void AddParagraph(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            Add(new(BlockKind.Paragraph, [], [text.Trim('\n', '\r').TrimEnd()]));
        }
    }

    /// <summary>A list of items with their markers, as <c>1. Open the app</c>.</summary>
    public void AddList(IReadOnlyList<string> items, string separator = "\n")
    {
        if (items.Count > 0)
        {
            Add(new(BlockKind.List, [], items) { Separator = separator });
        }
    }

    /// <summary>A table of cells as Markdown, the first row its header; rows may differ in length.</summary>
    public void AddTable(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var filled = rows.Where(row => row.Any(cell => cell.Length > 0)).ToList();
        if (filled.Count == 0)
        {
            return;
        }

        var columns = filled.Max(row => row.Count);
        string Line(IReadOnlyList<string> row) =>
            "| " + string.Join(" | ", Enumerable.Range(0, columns).Select(i => i < row.Count ? InlineText.Cell(row[i]) : "")) + " |";
        if (columns == 1 || filled.Count == 1)
        {
            // Not tabular: a frame around text, as layouts use it.
            foreach (var cell in filled.SelectMany(row => row))
            {
                AddParagraph(cell);
            }

            return;
        }

        var rule = "|" + string.Concat(Enumerable.Repeat(" --- |", columns));
        Add(new(BlockKind.Table, [], [.. filled.Skip(1).Select(Line)]) { Lead = Line(filled[0]) + "\n" + rule });
    }

    /// <summary>Adds the block under the current headings.</summary>
    public void Add(DocumentBlock block) => blocks.Add((path, block));

    /// <param name="title">The title that the document's metadata states, if any.</param>
    /// <param name="fileName">Its stem is the title when neither metadata nor headings give one.</param>
    public ParsedDocument Build(string? title, IReadOnlyDictionary<string, string> metadata, string fileName)
    {
        var stated = InlineText.Collapse(title ?? "");
        var titleHeading = TitleHeading();
        if (stated.Length > 0 && !stated.Equals(titleHeading?.Text, StringComparison.OrdinalIgnoreCase))
        {
            titleHeading = null;
        }

        title = stated.Length > 0 ? stated : titleHeading?.Text ?? Stem(fileName);
        return new(title, metadata, [.. blocks.Select(entry => entry.Block with
        {
            HeadingPath = [.. entry.Path.Where(heading => !ReferenceEquals(heading, titleHeading)).Select(heading => heading.Text)],
        })]);
    }

    // The first heading is the document's title when nothing else stands as high.
    private Heading? TitleHeading() =>
        headings is [var first, ..] && headings.Skip(1).All(heading => heading.Level > first.Level) && (first.Level == 1 || headings.Count > 1)
            ? first
            : null;

    private static string Stem(string fileName)
    {
        var words = InlineText.Collapse(Path.GetFileNameWithoutExtension(fileName).Replace('_', ' ').Replace('-', ' '));
        return words.Length == 0 ? fileName : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private sealed record Heading(int Level, string Text);
}
