using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TelecomSupport.Http.Requests;

internal static class JsonText
{
    /// <summary>Reads a string or property name. False when its escapes leave half of a surrogate pair, which is JSON but no text.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = reader.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}
