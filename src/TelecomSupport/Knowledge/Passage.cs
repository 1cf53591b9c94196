namespace TelecomSupport.Knowledge;

/// <summary>A chunk of a document, the unit of retrieval and citation.</summary>
/// <param name="Id">Stable while the content is: made of the document's name, the heading path and the text.</param>
/// <param name="Document">The document's file name.</param>
/// <param name="Title">The document's title.</param>
/// <param name="HeadingPath">The headings above the text, outermost first, without the title; empty before the first heading.</param>
/// <param name="Text">Markdown: paragraphs, list items and table rows as the document has them.</param>
/// <param name="Ordinal">The chunk's place in its document, from 0.</param>
public sealed record Passage(string Id, string Document, string Title, IReadOnlyList<string> HeadingPath, string Text, int Ordinal)
{
    /// <summary>What customers ask that its section answers, in their words: searched, never quoted.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>The innermost heading; the title when there is none.</summary>
    public string Section => HeadingPath.Count > 0 ? HeadingPath[^1] : Title;
}

/// <param name="Score">Relevance, 0 to 1; higher is better.</param>
public sealed record ScoredPassage(Passage Passage, double Score);
