using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Word documents (.docx), by the Open XML SDK: headings by style or outline level, lists, tables, text boxes.</summary>
internal sealed class WordReader(DocumentBuilder builder, WordStyles styles)
{
    private readonly List<StringBuilder> items = [];
    private readonly Dictionary<(int List, int Level), int> numbers = [];
    private int itemsOf;
    private string? title;

    public static DocumentReading Read(byte[] bytes, string fileName)
    {
        if (WordPackage.Fault(bytes) is { } fault)
        {
            return DocumentReading.Refused(fault);
        }

        using var word = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        if (word.MainDocumentPart is not { Document.Body: { } body } part)
        {
            return DocumentReading.Refused("The name says Word, but the content is another kind of Office document.");
        }

        var builder = new DocumentBuilder();
        var reader = new WordReader(builder, new WordStyles(part));
        reader.AddBlocks(body);
        reader.EndList();
        return DocumentReading.Of(builder.Build(reader.title ?? word.PackageProperties.Title, Metadata(word), fileName));
    }

    private static Dictionary<string, string> Metadata(WordprocessingDocument word)
    {
        var properties = word.PackageProperties;
        (string Key, string? Value)[] entries =
            [("author", properties.Creator), ("subject", properties.Subject), ("keywords", properties.Keywords), ("version", properties.Version)];
        return entries.Where(entry => !string.IsNullOrWhiteSpace(entry.Value)).ToDictionary(entry => entry.Key, entry => entry.Value!);
    }

    private void AddBlocks(OpenXmlElement container)
    {
        foreach (var element in container.ChildElements)
        {
            switch (element)
            {
                case Paragraph paragraph:
                    AddParagraph(paragraph);
                    break;
                case Table table:
                    EndList();
                    builder.AddTable(Rows(table));
                    break;
                case SdtBlock { SdtContentBlock: { } content }:
                    AddBlocks(content);
                    break;
                case CustomXmlBlock:
                    AddBlocks(element);
                    break;
            }
        }
    }

    private void AddParagraph(Paragraph paragraph)
    {
        var text = TextOf(paragraph);
        var style = styles.Of(paragraph);
        if (text.Length == 0 || style.Kind == WordStyleKind.Contents)
        {
            AddTextBoxes(paragraph);
            return;
        }

        if (style.List is { } list && style.Kind == WordStyleKind.Body)
        {
            AddItem(text, list);
        }
        else
        {
            EndList();
            switch (style.Kind)
            {
                case WordStyleKind.Title when title is null:
                    title = text;
                    break;
                case WordStyleKind.Heading:
                    builder.AddHeading(style.Level, text);
                    break;
                default:
                    builder.AddParagraph(text);
                    break;
            }
        }

        AddTextBoxes(paragraph);
    }

    private void AddTextBoxes(Paragraph paragraph)
    {
        // A text box is there twice, once for programs that don't know the newer drawings.
        foreach (var box in paragraph.Descendants<TextBoxContent>().Where(box => !box.Ancestors<AlternateContentFallback>().Any()))
        {
            EndList();
            AddBlocks(box);
        }
    }

    private void AddItem(string text, WordList list)
    {
        if (list.Level == 0 && items.Count > 0 && itemsOf != list.Id)
        {
            EndList();
        }

        itemsOf = list.Id;
        var number = numbers[(list.Id, list.Level)] = numbers.GetValueOrDefault((list.Id, list.Level), list.Start - 1) + 1;
        foreach (var deeper in numbers.Keys.Where(key => key.List == list.Id && key.Level > list.Level).ToList())
        {
            numbers.Remove(deeper);
        }

        var marker = list.IsNumbered ? number.ToString(CultureInfo.InvariantCulture) + ". " : "- ";
        var indent = new string(' ', 3 * list.Level);
        var item = indent + marker + text.Replace("\n", "\n" + indent + new string(' ', marker.Length), StringComparison.Ordinal);
        if (list.Level > 0 && items.Count > 0)
        {
            items[^1].Append('\n').Append(item);
        }
        else
        {
            items.Add(new(item));
        }
    }

    private void EndList()
    {
        builder.AddList([.. items.Select(item => item.ToString())]);
        items.Clear();
    }

    private static List<IReadOnlyList<string>> Rows(Table table)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var row in table.Elements<TableRow>())
        {
            var cells = new List<string>();
            foreach (var cell in row.Descendants<TableCell>().Where(cell => cell.Ancestors<TableRow>().First() == row))
            {
                var properties = cell.TableCellProperties;
                // A merged cell's later rows are empty cells that say so.
                var goesOn = properties?.VerticalMerge is { } merge && merge.Val?.Value != MergedCellValues.Restart;
                var text = goesOn && rows.Count > 0 && cells.Count < rows[^1].Count
                    ? rows[^1][cells.Count]
                    : string.Join(' ', cell.Descendants<Paragraph>().Select(TextOf).Where(line => line.Length > 0));
                for (var i = Math.Clamp(properties?.GridSpan?.Val?.Value ?? 1, 1, 100); i > 0; i--)
                {
                    cells.Add(text);
                }
            }

            rows.Add(cells);
        }

        return rows;
    }

    // A paragraph's own text, without that of the text boxes anchored in it. Deleted text is of another type than text.
    private static string TextOf(Paragraph paragraph)
    {
        var text = new StringBuilder();
        foreach (var element in paragraph.Descendants())
        {
            if (element is Text or Break or TabChar or NoBreakHyphen or CarriageReturn && element.Ancestors<Paragraph>().First() == paragraph)
            {
                text.Append(element switch
                {
                    Text { Text: var content } => content,
                    TabChar => " ",
                    NoBreakHyphen => "-",
                    _ => "\n",
                });
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(InlineText.Collapse).Where(line => line.Length > 0));
    }
}
