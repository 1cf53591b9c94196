using System.Text;
using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Bytes to text: by the byte order mark, by the character set that HTML declares, else as UTF-8.</summary>
internal static partial class TextDecoding
{
    // Where the HTML standard looks for a declaration: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
    private const int HtmlPrescan = 1024;

    /// <returns>Null, and why, when the bytes are no text in that encoding.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, bool isHtml, out string refusal)
    {
        refusal = "";
        var (encoding, mark) = ByMark(bytes);
        encoding ??= isHtml ? Declared(bytes) : null;
        encoding ??= Encoding.UTF8;
        try
        {
            var strict = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var text = strict.GetString(bytes[mark..]);
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            refusal = "The document is binary, not text.";
        }
        catch (ArgumentException)
        {
            refusal = $"The document's text is not {encoding.WebName.ToUpperInvariant()}: save it as UTF-8.";
        }

        return null;
    }

    private static (Encoding? Encoding, int Mark) ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => (null, 0),
    };

    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, HtmlPrescan)]);
        if (Charset().Match(head) is not { Success: true } match)
        {
            return null;
        }

        var name = match.Groups[1].Value;
        // Browsers read Latin-1 as its superset, and so do the authors' editors.
        name = name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase) ? "windows-1252" : name;
        return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Known(name);
    }

    private static Encoding? Known(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();
}
