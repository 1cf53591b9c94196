using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// A document's file name that is safe in a folder, in a blob container and in a URL's path: letters, digits, spaces and <c>._-()</c>, starting
/// with a letter or digit, at most 128 characters and 200 bytes of UTF-8, with an extension that a reader knows.
/// </summary>
public sealed record DocumentName
{
    private static readonly Dictionary<string, DocumentKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".md"] = DocumentKind.Markdown,
        [".markdown"] = DocumentKind.Markdown,
        [".txt"] = DocumentKind.Text,
        [".html"] = DocumentKind.Html,
        [".htm"] = DocumentKind.Html,
        [".pdf"] = DocumentKind.Pdf,
        [".docx"] = DocumentKind.Word,
    };

    // Windows opens a device for these, whatever the extension.
    private static readonly string[] Devices = ["con", "prn", "aux", "nul"];

    private DocumentName(string value, DocumentKind kind) => (Value, Kind) = (value, kind);

    public string Value { get; }

    /// <summary>What the extension says.</summary>
    public DocumentKind Kind { get; }

    /// <param name="reason">Why it is not a document's name, one sentence for whoever chose it; empty when it is.</param>
    public static bool TryCreate(string? value, [NotNullWhen(true)] out DocumentName? name, out string reason)
    {
        name = null;
        reason = Fault(value);
        if (reason.Length > 0)
        {
            return false;
        }

        name = new(value!, Kinds[Path.GetExtension(value!)]);
        return true;
    }

    public override string ToString() => Value;

    private static string Fault(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "The name is empty.";
        }

        if (value.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            return "The name holds a path separator: documents lie side by side, without folders.";
        }

        if (value.Length > 128 || Encoding.UTF8.GetByteCount(value) > 200)
        {
            return "The name is too long: at most 128 characters and 200 bytes of UTF-8.";
        }

        if (!char.IsLetterOrDigit(value[0]))
        {
            return "The name starts with something else than a letter or a digit.";
        }

        if (value.Any(c => !char.IsLetterOrDigit(c) && !" ._-()".Contains(c, StringComparison.Ordinal)))
        {
            return "The name holds other characters than letters, digits, spaces and . _ - ( ).";
        }

        var stem = value.Split('.')[0].TrimEnd().ToLowerInvariant();
        if (Devices.Contains(stem) || (stem.Length == 4 && stem[..3] is "com" or "lpt" && char.IsDigit(stem[3])))
        {
            return "The name is a device's on Windows.";
        }

        return Kinds.ContainsKey(Path.GetExtension(value))
            ? ""
            : $"The extension is not one of {string.Join(", ", Kinds.Keys)}.";
    }
}

/// <summary>The kinds of document that can be read.</summary>
public enum DocumentKind
{
    Markdown,
    Text,
    Html,
    Pdf,
    Word,
}
