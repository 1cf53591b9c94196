namespace TelecomSupport.Knowledge.Ingestion;

internal static class PdfReader
{
    public static DocumentReading Read(byte[] bytes, string fileName, CancellationToken cancellation) =>
        DocumentReading.Refused("PDF documents are not read yet.");
}
