using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// HTML, by AngleSharp: the text of the main content without scripts, styles, navigation and controls; tables as Markdown rows, lists as
/// Markdown items, preformatted text fenced. Nothing is run or loaded.
/// </summary>
internal sealed class HtmlReader(DocumentBuilder builder)
{
    // A page nested deeper than this was not written by a person.
    private const int DeepestNesting = 400;

    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed", "audio", "video", "nav", "footer",
        "button", "select", "textarea", "input", "dialog", "head", "link", "meta",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "html", "body", "main", "article", "section", "div", "header", "aside", "blockquote", "figure", "figcaption", "address", "fieldset",
        "form", "details", "summary", "p", "hr", "center", "dd", "dt", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "caption",
    };

    private readonly StringBuilder run = new();

    public static DocumentReading Read(string html, string fileName)
    {
        var document = Parse(html);
        var root = document.QuerySelector("main, [role=main]")
            ?? (document.QuerySelectorAll("article") is { Length: 1 } articles ? articles[0] : (IElement?)document.Body);
        if (root is null)
        {
            return DocumentReading.Refused("The document has no text.");
        }

        var builder = new DocumentBuilder();
        new HtmlReader(builder).AddAll(root);
        var title = root.QuerySelector("h1") is null ? document.Title : null;
        return DocumentReading.Of(builder.Build(title, Metadata(document), fileName));
    }

    /// <summary>Adds a piece of HTML that stands in another document.</summary>
    public static void AddFragment(string html, DocumentBuilder builder)
    {
        if (Parse(html).Body is { } body)
        {
            new HtmlReader(builder).AddAll(body);
        }
    }

    // Looked at while it grows: the parser's own time is quadratic in the depth.
    private static IDocument Parse(string html)
    {
        IElement? last = null;
        return new HtmlParser(new HtmlParserOptions
        {
            OnCreated = (element, _) =>
            {
                var depth = 0;
                for (var above = last; above is not null; above = above.ParentElement)
                {
                    if (++depth > DeepestNesting)
                    {
                        throw new InvalidDataException("it is nested too deeply");
                    }
                }

                last = element;
            },
        }).ParseDocument(html);
    }

    private static Dictionary<string, string> Metadata(IDocument document) =>
        document.QuerySelectorAll("meta[name][content]")
            .GroupBy(meta => meta.GetAttribute("name")!.ToLowerInvariant())
            .ToDictionary(group => group.Key, group => group.First().GetAttribute("content")!);

    private void AddAll(IElement root)
    {
        AddChildren(root);
        EndParagraph();
    }

    private void AddChildren(INode node)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText text)
            {
                run.Append(InlineText.CollapseInside(text.Data));
            }
            else if (child is IElement element && !IsSkipped(element))
            {
                AddElement(element);
            }
        }
    }

    private void AddElement(IElement element)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                EndParagraph();
                builder.AddHeading(element.LocalName[1] - '0', HtmlText.Line(element).TrimEnd('¶', '#', ' '));
                break;
            case "ul" or "ol":
                EndParagraph();
                builder.AddList(HtmlText.Items(element));
                break;
            case "dl":
                EndParagraph();
                builder.AddList(HtmlText.Definitions(element));
                break;
            case "pre":
                EndParagraph();
                AddCode(element);
                break;
            case "table" when IsData(element):
                EndParagraph();
                builder.AddTable(HtmlText.Rows(element));
                break;
            case "br":
                run.Append('\n');
                break;
            case "img":
                run.Append(element.GetAttribute("alt"));
                break;
            case var name when Blocks.Contains(name) || name == "table":
                EndParagraph();
                AddChildren(element);
                EndParagraph();
                break;
            default:
                AddChildren(element);
                break;
        }
    }

    private void AddCode(IElement element)
    {
        var lines = element.TextContent.ReplaceLineEndings("\n").Trim('\n').Split('\n');
        if (!lines.All(string.IsNullOrWhiteSpace))
        {
            builder.Add(new(BlockKind.Code, [], lines) { Lead = "```", Tail = "```" });
        }
    }

    private void EndParagraph()
    {
        var lines = run.ToString().Split('\n').Select(InlineText.Collapse).Where(line => line.Length > 0);
        builder.AddParagraph(string.Join('\n', lines));
        run.Clear();
    }

    // A table that lays out a page holds headings or other tables.
    private static bool IsData(IElement table) =>
        table.GetAttribute("role") != "presentation" && table.QuerySelector("table, h1, h2, h3, h4") is null;

    public static bool IsSkipped(IElement element) =>
        Skipped.Contains(element.LocalName) || element.HasAttribute("hidden") || element.GetAttribute("aria-hidden") == "true";
}
