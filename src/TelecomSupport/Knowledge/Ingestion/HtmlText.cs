using System.Text;
using AngleSharp.Dom;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>The text of HTML lists and tables as Markdown.</summary>
internal static class HtmlText
{
    /// <summary>An element's text in one line.</summary>
    public static string Line(IElement element)
    {
        var text = new StringBuilder();
        AppendText(element, text, 0);
        return InlineText.Collapse(text.ToString());
    }

    /// <returns>The items of a list with markers, nested lists indented under their item.</returns>
    public static List<string> Items(IElement list, int depth = 0)
    {
        var ordered = list.LocalName == "ol";
        var number = int.TryParse(list.GetAttribute("start"), out var start) ? start : 1;
        var items = new List<string>();
        foreach (var item in list.Children.Where(child => child.LocalName == "li" && !HtmlReader.IsSkipped(child)))
        {
            var marker = ordered ? $"{number++}. " : "- ";
            var lines = ItemLines(item, depth);
            if (lines.Count > 0)
            {
                items.Add(marker + string.Join('\n' + new string(' ', marker.Length), lines));
            }
        }

        return items;
    }

    /// <returns>One item for each term of a description list, as <c>- term: description</c>.</returns>
    public static List<string> Definitions(IElement list)
    {
        var items = new List<string>();
        foreach (var element in list.QuerySelectorAll("dt, dd"))
        {
            var line = Line(element);
            if (element.LocalName == "dt" || items.Count == 0)
            {
                items.Add("- " + line);
            }
            else
            {
                items[^1] += (items[^1].EndsWith(':') ? " " : ": ") + line;
            }
        }

        return items;
    }

    /// <returns>The cells of a table; a cell that spans rows or columns stands in each of them.</returns>
    public static List<IReadOnlyList<string>> Rows(IElement table)
    {
        var rows = new List<IReadOnlyList<string>>();
        var spanning = new Dictionary<int, (int Rows, string Text)>();
        foreach (var row in table.QuerySelectorAll("tr"))
        {
            var cells = new List<string>();
            foreach (var cell in row.Children.Where(cell => cell.LocalName is "td" or "th"))
            {
                AddSpanning(cells, spanning);
                var text = Line(cell);
                var (columns, down) = (Span(cell, "colspan"), Span(cell, "rowspan"));
                for (var i = 0; i < columns; i++)
                {
                    if (down > 1)
                    {
                        spanning[cells.Count] = (down - 1, text);
                    }

                    cells.Add(text);
                }
            }

            AddSpanning(cells, spanning);
            rows.Add(cells);
        }

        return rows;
    }

    private static void AddSpanning(List<string> cells, Dictionary<int, (int Rows, string Text)> spanning)
    {
        while (spanning.Remove(cells.Count, out var span))
        {
            if (span.Rows > 1)
            {
                spanning[cells.Count] = (span.Rows - 1, span.Text);
            }

            cells.Add(span.Text);
        }
    }

    private static int Span(IElement cell, string attribute) =>
        int.TryParse(cell.GetAttribute(attribute), out var span) ? Math.Clamp(span, 1, 100) : 1;

    private static List<string> ItemLines(IElement item, int depth)
    {
        var lines = new List<string>();
        var text = new StringBuilder();
        void End()
        {
            lines.AddRange(text.ToString().Split('\n').Select(InlineText.Collapse).Where(line => line.Length > 0));
            text.Clear();
        }

        void Add(INode node, int nesting)
        {
            foreach (var child in node.ChildNodes)
            {
                if (child is IElement { LocalName: "ul" or "ol" } nested && nesting < 20)
                {
                    End();
                    lines.AddRange(Items(nested, nesting + 1).SelectMany(line => line.Split('\n')));
                }
                else if (child is IElement { LocalName: "pre" } code)
                {
                    End();
                    lines.AddRange(["```", .. code.TextContent.ReplaceLineEndings("\n").Trim('\n').Split('\n'), "```"]);
                }
                else if (child is IElement { LocalName: "p" or "div" or "blockquote" or "table" or "tr" } block && nesting < 20)
                {
                    End();
                    Add(block, nesting + 1);
                    End();
                }
                else
                {
                    AppendText(child, text, 0);
                }
            }
        }

        Add(item, depth);
        End();
        return lines;
    }

    private static void AppendText(INode node, StringBuilder text, int depth)
    {
        switch (node)
        {
            case IText data:
                text.Append(InlineText.CollapseInside(data.Data));
                break;
            case IElement { LocalName: "br" }:
                text.Append('\n');
                break;
            case IElement { LocalName: "img" } image:
                text.Append(image.GetAttribute("alt"));
                break;
            case IElement element when !HtmlReader.IsSkipped(element) && depth < 100:
                // Cells and blocks side by side have no whitespace between them in the source.
                var apart = element.LocalName is "p" or "div" or "li" or "td" or "th" or "tr";
                text.Append(apart ? " " : "");
                foreach (var child in element.ChildNodes)
                {
                    AppendText(child, text, depth + 1);
                }

                text.Append(apart ? " " : "");
                break;
        }
    }
}
