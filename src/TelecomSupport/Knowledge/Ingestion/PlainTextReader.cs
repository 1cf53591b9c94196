using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Plain text: paragraphs between blank lines, lists by their markers, headings by the line of = or - under them.</summary>
internal static partial class PlainTextReader
{
    public static DocumentReading Read(string text, string fileName)
    {
        var builder = new DocumentBuilder();
        AddText(text.ReplaceLineEndings("\n"), builder);
        return DocumentReading.Of(builder.Build(null, new Dictionary<string, string>(), fileName));
    }

    private static void AddText(string text, DocumentBuilder builder)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n').Append("").Select(line => line.TrimEnd()))
        {
            if (lines.Count == 1 && Underline().IsMatch(line))
            {
                builder.AddHeading(line[0] == '=' ? 1 : 2, lines[0]);
                lines.Clear();
            }
            else if (line.Length > 0)
            {
                lines.Add(line);
            }
            else
            {
                AddLines(lines, builder);
                lines.Clear();
            }
        }
    }

    /// <summary>Adds lines that belong together: list items where markers begin them, the rest as a paragraph. Bullets become Markdown's.</summary>
    public static void AddLines(IReadOnlyList<string> lines, DocumentBuilder builder)
    {
        var first = 0;
        while (first < lines.Count && !IsItem(lines[first]))
        {
            first++;
        }

        builder.AddParagraph(string.Join('\n', lines.Take(first)));
        var items = new List<string>();
        for (int end; first < lines.Count; first = end)
        {
            for (end = first + 1; end < lines.Count && !IsItem(lines[end]); end++)
            {
            }

            items.Add(Bullet().Replace(string.Join('\n', lines.Take(first..end)), "$1-"));
        }

        builder.AddList(items);
    }

    /// <summary>Whether the line begins a list item: a bullet, <c>1.</c>, <c>(1)</c> or <c>a)</c>.</summary>
    public static bool IsItem(string line) => Marker().IsMatch(line);

    [GeneratedRegex(@"^(={3,}|-{3,})$")]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s*(?:[-*+•‣▪◦–]|\(?\d{1,3}[.)]|[a-z][.)])\s+\S")]
    private static partial Regex Marker();

    [GeneratedRegex(@"^(\s*)[•‣▪◦–](?=\s)")]
    private static partial Regex Bullet();
}
