using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace TelecomSupport.Knowledge.Ingestion;

internal enum WordStyleKind
{
    Body,
    Title,
    Heading,

    /// <summary>An entry of a table of contents.</summary>
    Contents,
}

/// <param name="Level">0 is the outermost.</param>
/// <param name="Start">The first item's number.</param>
internal readonly record struct WordList(int Id, int Level, bool IsNumbered, int Start);

/// <param name="Level">A heading's, from 1.</param>
/// <param name="List">The list that the paragraph is an item of; null when it is none.</param>
internal readonly record struct WordParagraphStyle(WordStyleKind Kind, int Level, WordList? List);

/// <summary>Says what a paragraph is, by its properties and those of its style and the styles that this is based on.</summary>
internal sealed class WordStyles(MainDocumentPart part)
{
    private const int DeepestInheritance = 20;

    private readonly Dictionary<string, Style> styles = (part.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        .Where(style => style.StyleId?.Value is not null)
        .GroupBy(style => style.StyleId!.Value!)
        .ToDictionary(group => group.Key, group => group.First());

    private readonly Dictionary<int, int> abstractOfList = (part.NumberingDefinitionsPart?.Numbering?.Elements<NumberingInstance>() ?? [])
        .Where(instance => instance.NumberID?.Value is not null && instance.AbstractNumId?.Val?.Value is not null)
        .GroupBy(instance => instance.NumberID!.Value)
        .ToDictionary(group => group.Key, group => group.First().AbstractNumId!.Val!.Value);

    private readonly Dictionary<int, AbstractNum> abstracts = (part.NumberingDefinitionsPart?.Numbering?.Elements<AbstractNum>() ?? [])
        .Where(definition => definition.AbstractNumberId?.Value is not null)
        .GroupBy(definition => definition.AbstractNumberId!.Value)
        .ToDictionary(group => group.Key, group => group.First());

    public WordParagraphStyle Of(Paragraph paragraph)
    {
        var properties = paragraph.ParagraphProperties;
        var outline = properties?.OutlineLevel?.Val?.Value;
        var numbering = properties?.NumberingProperties;
        var kind = WordStyleKind.Body;
        foreach (var style in Chain(properties?.ParagraphStyleId?.Val?.Value))
        {
            var name = (style.StyleName?.Val?.Value ?? style.StyleId!.Value!).ToLowerInvariant();
            if (kind == WordStyleKind.Body)
            {
                kind = name == "title" ? WordStyleKind.Title : name.StartsWith("toc ", StringComparison.Ordinal) ? WordStyleKind.Contents : kind;
            }

            outline ??= style.StyleParagraphProperties?.OutlineLevel?.Val?.Value;
            outline ??= name.StartsWith("heading ", StringComparison.Ordinal) && int.TryParse(name[8..], out var level) ? level - 1 : null;
            numbering ??= style.StyleParagraphProperties?.NumberingProperties;
        }

        // Outline level 9 is body text: ECMA-376 part 1, 17.3.1.20.
        return kind == WordStyleKind.Body && outline is >= 0 and < 9
            ? new(WordStyleKind.Heading, outline.Value + 1, null)
            : new(kind, 0, List(numbering));
    }

    private IEnumerable<Style> Chain(string? id)
    {
        for (var i = 0; i < DeepestInheritance && id is not null; i++)
        {
            // A document without its styles still names them.
            var style = styles.GetValueOrDefault(id) ?? new Style { StyleId = id, StyleName = new StyleName { Val = Spaced(id) } };
            yield return style;
            id = style.BasedOn?.Val?.Value;
        }
    }

    // Heading1 is the id of the style heading 1.
    private static string Spaced(string id) => id.Length > 1 && char.IsDigit(id[^1]) ? $"{id[..^1]} {id[^1]}" : id;

    private WordList? List(NumberingProperties? numbering)
    {
        // The list 0 takes a paragraph out of its style's list.
        if (numbering?.NumberingId?.Val?.Value is not { } id || id == 0)
        {
            return null;
        }

        var level = Math.Clamp(numbering.NumberingLevelReference?.Val?.Value ?? 0, 0, 8);
        var definition = abstractOfList.TryGetValue(id, out var abstractId) ? abstracts.GetValueOrDefault(abstractId) : null;
        var ofLevel = definition?.Elements<Level>().FirstOrDefault(candidate => candidate.LevelIndex?.Value == level);
        var format = ofLevel?.NumberingFormat?.Val?.Value;
        var isNumbered = format is not null && format != NumberFormatValues.Bullet && format != NumberFormatValues.None;
        return new(id, level, isNumbered, ofLevel?.StartNumberingValue?.Val?.Value ?? 1);
    }
}
