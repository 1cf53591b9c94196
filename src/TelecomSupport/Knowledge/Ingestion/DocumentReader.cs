using System.Text;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Reads the bytes of a document of any format. A document that can't be read is a refusal with its reason, never an exception.</summary>
public static class DocumentReader
{
    public static DocumentReading Read(DocumentName name, byte[] bytes, CancellationToken cancellation)
    {
        if (bytes.Length == 0)
        {
            return DocumentReading.Refused("The document is empty.");
        }

        try
        {
            return (name.Kind, Sniff(bytes)) switch
            {
                (DocumentKind.Pdf, Container.Pdf) => PdfReader.Read(bytes, name.Value, cancellation),
                (DocumentKind.Word, Container.Zip) => WordReader.Read(bytes, name.Value),
                (DocumentKind.Word, Container.Compound) => DocumentReading.Refused(WordPackage.CompoundFileReason(bytes)),
                (DocumentKind.Pdf, _) => DocumentReading.Refused("The name says PDF, but the content is not."),
                (DocumentKind.Word, _) => DocumentReading.Refused("The name says Word, but the content is not."),
                (_, Container.None) => ReadText(name, bytes),
                (_, var container) => DocumentReading.Refused($"The name says {name.Kind}, but the content is {Describe(container)}."),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A parser throws whatever a damaged file makes it throw; which one it is helps only in the log.
            return DocumentReading.Refused($"The document is damaged and can't be read as {name.Kind} ({Brief(e)}).");
        }
    }

    private static DocumentReading ReadText(DocumentName name, byte[] bytes)
    {
        var isHtml = name.Kind == DocumentKind.Html || LooksLikeHtml(bytes);
        return TextDecoding.Decode(bytes, isHtml, out var refusal) switch
        {
            null => DocumentReading.Refused(refusal),
            var text when string.IsNullOrWhiteSpace(text) => DocumentReading.Refused("The document is empty."),
            var text when isHtml => HtmlReader.Read(text, name.Value),
            var text when name.Kind == DocumentKind.Markdown => MarkdownReader.Read(text, name.Value),
            var text => PlainTextReader.Read(text, name.Value),
        };
    }

    private static Container Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            return Container.Zip;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            return Container.Compound;
        }
        // Readers of PDF accept its header anywhere in the first kilobyte; at the start it can't be prose about PDF.
        return bytes.TrimStart(" \t\r\n\u00EF\u00BB\u00BF"u8).StartsWith("%PDF-"u8) ? Container.Pdf : Container.None;
    }

    private static bool LooksLikeHtml(byte[] bytes)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 512)).TrimStart('ï', '»', '¿', ' ', '\t', '\r', '\n');
        return head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static string Describe(Container container) => container switch
    {
        Container.Pdf => "PDF",
        Container.Zip => "a zip archive or an Office document",
        _ => "an old or encrypted Office document",
    };

    private static string Brief(Exception e)
    {
        var message = InlineText.Collapse(e.Message);
        return message.Length <= 120 ? message.TrimEnd('.') : message[..120] + "…";
    }

    private enum Container
    {
        None,
        Pdf,
        Zip,
        Compound,
    }
}
