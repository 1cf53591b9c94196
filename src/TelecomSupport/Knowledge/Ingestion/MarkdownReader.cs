using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Tables;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Markdown with front matter, by Markdig. Blocks are slices of the source, so what is cited is what was written; only a lazily numbered
/// list (1. 1. 1.) gets the numbers that a reader would see. HTML in it is read as <see cref="HtmlReader"/> does.
/// </summary>
internal static partial class MarkdownReader
{
    // The text of longer headings is not worth their cost.
    private const int LongestHeading = 1000;

    private static readonly MarkdownPipeline Pipeline = BuildPipeline();

    public static DocumentReading Read(string text, string fileName)
    {
        text = text.ReplaceLineEndings("\n");
        var front = FrontMatter.Read(text);
        if (front.Fault is not null)
        {
            return DocumentReading.Refused(front.Fault);
        }

        var body = text[front.Length..];
        var builder = new DocumentBuilder();
        AddBlocks(Markdown.Parse(body, Pipeline), body, builder);
        return DocumentReading.Of(builder.Build(front.Metadata.GetValueOrDefault("title"), front.Metadata, fileName));
    }

    private static void AddBlocks(ContainerBlock container, string source, DocumentBuilder builder)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    AddHeading(heading, source, builder);
                    break;
                case Table table:
                    AddTable(table, source, builder);
                    break;
                case ListBlock list:
                    AddList(list, source, builder);
                    break;
                case CodeBlock code:
                    AddCode(code, source, builder);
                    break;
                case HtmlBlock html:
                    AddHtml(html, source, builder);
                    break;
                case CustomContainer admonition:
                    AddBlocks(admonition, source, builder);
                    break;
                case ThematicBreakBlock or LinkReferenceDefinitionGroup or LinkReferenceDefinition:
                    break;
                default:
                    builder.AddParagraph(Slice(block, source));
                    break;
            }
        }
    }

    private static void AddHeading(HeadingBlock heading, string source, DocumentBuilder builder)
    {
        var text = Slice(heading, source);
        text = text.Length > LongestHeading ? text[..LongestHeading] : text;
        builder.AddHeading(heading.Level, Anchor().Replace(Markdown.ToPlainText(text), ""));
    }

    private static void AddTable(Table table, string source, DocumentBuilder builder)
    {
        var lines = Slice(table, source).Split('\n');
        if (lines.Length < 3)
        {
            builder.AddParagraph(string.Join('\n', lines));
            return;
        }

        builder.Add(new(BlockKind.Table, [], lines[2..]) { Lead = lines[0] + "\n" + lines[1] });
    }

    private static void AddList(ListBlock list, string source, DocumentBuilder builder)
    {
        var items = list.OfType<ListItemBlock>().ToList();
        var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
        var lazy = list.IsOrdered && items.Count > 1 && items.All(item => item.Order == items[0].Order);
        builder.AddList(
            [.. items.Select((item, i) => Renumber(Slice(item, source), lazy ? Number(item.Order) : null, Number(number + i)))],
            list.IsLoose ? "\n\n" : "\n");
    }

    private static string Renumber(string item, string? written, string shown) =>
        written is not null && item.StartsWith(written, StringComparison.Ordinal) ? shown + item[written.Length..] : item;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void AddHtml(HtmlBlock html, string source, DocumentBuilder builder)
    {
        var text = Slice(html, source);
        if (html.Type != HtmlBlockType.Comment)
        {
            HtmlReader.AddFragment(text, builder);
        }
        else if (Questions().Match(text) is { Success: true } asked)
        {
            var lines = asked.Groups[1].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            builder.Add(new(BlockKind.Questions, [], [.. lines.Select(line => line.TrimStart('-', '*', ' '))]));
        }
    }

    private static void AddCode(CodeBlock code, string source, DocumentBuilder builder)
    {
        var lines = Slice(code, source).Split('\n');
        var fenced = code is FencedCodeBlock;
        var closed = fenced && lines.Length > 1 && code is FencedCodeBlock { ClosingFencedCharCount: > 0 };
        var content = fenced ? lines[1..(closed ? lines.Length - 1 : lines.Length)] : lines;
        if (content.All(string.IsNullOrWhiteSpace))
        {
            return;
        }

        builder.Add(new(BlockKind.Code, [], content) { Lead = fenced ? lines[0] : "", Tail = closed ? lines[^1].Trim() : "" });
    }

    private static string Slice(MarkdownObject block, string source)
    {
        var start = block.Span.Start;
        var end = Math.Min(block.Span.End + 1, source.Length);
        return start < 0 || start >= end ? "" : source[start..end].TrimEnd();
    }

    // Blocks are all that is asked for. Links and emphasis are left unparsed, because their worst cases take quadratic time; tables need
    // what stays, and the table extension itself would only come with emphasis.
    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder().UseCustomContainers().UsePreciseSourceLocation();
        var tables = new PipeTableParser(builder.InlineParsers.FindExact<LineBreakInlineParser>()!, new PipeTableOptions());
        builder.BlockParsers.Insert(0, new PipeTableBlockParser());
        builder.InlineParsers.InsertBefore<EmphasisInlineParser>(tables);
        builder.InlineParsers.TryRemove<LinkInlineParser>();
        builder.InlineParsers.TryRemove<EmphasisInlineParser>();
        builder.InlineParsers.TryRemove<AutolinkInlineParser>();
        return builder.Build();
    }

    [GeneratedRegex(@"^<!--\s*questions:(.*?)-->", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Questions();

    // Static site generators take {#name} at a heading's end for its address.
    [GeneratedRegex(@"\s*\{#[\w-]+\}\s*$")]
    private static partial Regex Anchor();
}
