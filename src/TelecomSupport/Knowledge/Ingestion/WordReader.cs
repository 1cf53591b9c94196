namespace TelecomSupport.Knowledge.Ingestion;

internal static class WordReader
{
    public static DocumentReading Read(byte[] bytes, string fileName) => DocumentReading.Refused("Word documents are not read yet.");

    public static string CompoundFileReason(byte[] bytes) => "Word documents are not read yet.";
}
