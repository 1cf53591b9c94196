namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>A document of any format, as structure.</summary>
/// <param name="Metadata">The front matter's or the file's own properties, keys in lower case; lists are joined by commas.</param>
/// <param name="Blocks">In reading order; never empty.</param>
public sealed record ParsedDocument(string Title, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<DocumentBlock> Blocks);

public enum BlockKind
{
    Paragraph,
    List,
    Table,
    Code,

    /// <summary>What customers ask that the section answers, a part each: searched, never quoted.</summary>
    Questions,
}

/// <summary>A part of a document that belongs together, as exact text.</summary>
/// <param name="HeadingPath">The headings above, outermost first, without the document's title.</param>
/// <param name="Parts">Where it may be divided if it must: list items, table rows, lines of code. A paragraph has one part.</param>
public sealed record DocumentBlock(BlockKind Kind, IReadOnlyList<string> HeadingPath, IReadOnlyList<string> Parts)
{
    /// <summary>What every division starts with: a table's header, a code fence; else empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>What every division ends with: a code fence; else empty.</summary>
    public string Tail { get; init; } = "";

    /// <summary>What stands between two parts.</summary>
    public string Separator { get; init; } = "\n";

    public string Text => TextOf(0, Parts.Count);

    /// <summary>The block with only some of its parts.</summary>
    public string TextOf(int first, int count) =>
        (Lead.Length > 0 ? Lead + "\n" : "")
        + string.Join(Separator, Parts.Skip(first).Take(count))
        + (Tail.Length > 0 ? "\n" + Tail : "");
}

/// <summary>A document that was read, or why it could not be.</summary>
/// <param name="Refusal">One sentence for whoever wrote the document; null when <paramref name="Document"/> is there.</param>
public sealed record DocumentReading(ParsedDocument? Document, string? Refusal)
{
    public static DocumentReading Refused(string reason) => new(null, reason);

    public static DocumentReading Of(ParsedDocument document) =>
        document.Blocks.Any(block => block.Kind != BlockKind.Questions) ? new(document, null) : Refused("The document has no text.");
}
