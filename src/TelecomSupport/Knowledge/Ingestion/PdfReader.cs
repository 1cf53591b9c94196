using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>PDF with a text layer, by PdfPig. What is heading, list or table is inferred from how the page looks.</summary>
internal static class PdfReader
{
    private static readonly ParsingOptions Options = new()
    {
        UseLenientParsing = true,
        SkipMissingFonts = true,
        FilterProvider = new BoundedPdfFilters(),
    };

    public static DocumentReading Read(byte[] bytes, string fileName, CancellationToken cancellation)
    {
        try
        {
            using var pdf = PdfDocument.Open(bytes, Options);
            var pages = new List<IReadOnlyList<PdfLine>>();
            foreach (var page in pdf.GetPages())
            {
                cancellation.ThrowIfCancellationRequested();
                pages.Add(PdfLines.Of(page));
            }

            if (pages.TrueForAll(page => page.Count == 0))
            {
                return DocumentReading.Refused("The document has no text, only pictures: is it scanned?");
            }

            var builder = new DocumentBuilder();
            new PdfLayout(pages).AddTo(builder);
            return DocumentReading.Of(builder.Build(StatedTitle(pdf.Information.Title), Metadata(pdf), fileName));
        }
        catch (PdfDocumentEncryptedException)
        {
            return DocumentReading.Refused("The document is encrypted: it opens only with a password.");
        }
    }

    private static Dictionary<string, string> Metadata(PdfDocument pdf)
    {
        var information = pdf.Information;
        var entries = new[] { ("author", information.Author), ("subject", information.Subject), ("keywords", information.Keywords) };
        return entries.Where(entry => !string.IsNullOrWhiteSpace(entry.Item2)).ToDictionary(entry => entry.Item1, entry => entry.Item2!);
    }

    // What programs put there unasked, a file's name mostly, is no title.
    private static string? StatedTitle(string? title) =>
        title is null || title.StartsWith("Microsoft ", StringComparison.OrdinalIgnoreCase) || title.StartsWith("untitled", StringComparison.OrdinalIgnoreCase)
            || (Path.GetExtension(title) is { Length: > 1 and <= 5 } extension && extension.Skip(1).All(char.IsLetter))
            ? null
            : title;
}
