using System.Text;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

internal static class Reading
{
    public static ParsedDocument Read(string name, string text) => Read(name, Encoding.UTF8.GetBytes(text));

    public static ParsedDocument Read(string name, byte[] bytes)
    {
        var reading = DocumentReader.Read(Name(name), bytes, CancellationToken.None);
        Assert.Null(reading.Refusal);
        return reading.Document!;
    }

    public static string Refusal(string name, string text) => Refusal(name, Encoding.UTF8.GetBytes(text));

    public static string Refusal(string name, byte[] bytes)
    {
        var reading = DocumentReader.Read(Name(name), bytes, CancellationToken.None);
        Assert.Null(reading.Document);
        return reading.Refusal!;
    }

    public static DocumentName Name(string name) => DocumentName.TryCreate(name, out var valid, out var reason)
        ? valid
        : throw new ArgumentException(reason, nameof(name));
}
