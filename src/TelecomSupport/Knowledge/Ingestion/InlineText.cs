using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Ingestion;

internal static partial class InlineText
{
    /// <summary>One line: every run of whitespace is one space.</summary>
    public static string Collapse(string text) => Whitespace().Replace(text, " ").Trim();

    /// <summary>Every run of whitespace is one space, at the ends too.</summary>
    public static string CollapseInside(string text) => Whitespace().Replace(text, " ");

    /// <summary>One line that can stand in a Markdown table's cell.</summary>
    public static string Cell(string text) => Collapse(text).Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
