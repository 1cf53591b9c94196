using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TelecomSupport.Http.Access;

namespace TelecomSupport.Http.Requests;

/// <summary>The JSON object that a route takes: its fields, and the one way to read it.</summary>
/// <param name="name">Its name in the OpenAPI document.</param>
public sealed class BodyShape(string name, params TextField[] fields)
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    private const int MaxEchoedNameLength = 64;

    public string Name { get; } = name;

    public IReadOnlyList<TextField> Fields { get; } = fields;

    /// <summary>Reads and checks the body: 415, 413, 400, 403 and 422, in this order.</summary>
    /// <param name="caller">Who the request is from by its headers; the body may name the customer when they don't, and must agree when they do.</param>
    internal async ValueTask<ParsedBody> ReadAsync(HttpContext http, Caller caller)
    {
        var request = http.Request;
        if (!IsJson(request.ContentType))
        {
            return ParsedBody.Refuse(Problems.Of(http, StatusCodes.Status415UnsupportedMediaType, "Send application/json in UTF-8."));
        }

        if (request.ContentLength > MaxBytes)
        {
            return TooLarge(http);
        }

        var read = await request.BodyReader.ReadAtLeastAsync(MaxBytes + 1, http.RequestAborted);
        try
        {
            return read.Buffer.Length > MaxBytes ? TooLarge(http) : Parse(http, read.Buffer, caller);
        }
        finally
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }

    private static ParsedBody TooLarge(HttpContext http) =>
        ParsedBody.Refuse(Problems.Of(http, StatusCodes.Status413PayloadTooLarge, $"The body may have at most {MaxBytes} bytes."));

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media)
        && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!media.Charset.HasValue || HeaderUtilities.RemoveQuotes(media.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private ParsedBody Parse(HttpContext http, ReadOnlySequence<byte> body, Caller caller)
    {
        var bytes = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        var parsed = new ParsedBody(this);
        string? fault;
        try
        {
            fault = Utf8.IsValid(bytes) ? Fill(bytes, parsed) : "The body is not UTF-8.";
        }
        catch (JsonException)
        {
            fault = "The body is not valid JSON.";
        }

        if (fault is not null)
        {
            return ParsedBody.Refuse(Problems.Of(http, StatusCodes.Status400BadRequest, fault));
        }

        foreach (var field in Fields)
        {
            if (field.Required && parsed[field] is null && !parsed.HasError(field.Name))
            {
                parsed.AddError(field.Name, $"{field.Name} is required.");
            }
        }

        if (!parsed.Agree(caller))
        {
            return ParsedBody.Refuse(Problems.Of(http, StatusCodes.Status403Forbidden, "user_id is not the token's customer."));
        }

        return parsed.Errors is { } errors ? ParsedBody.Refuse(Problems.Invalid(http, errors)) : parsed;
    }

    /// <returns>Why the text is no object with distinct names, or null.</returns>
    private string? Fill(ReadOnlySpan<byte> bytes, ParsedBody parsed)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "The body must be a JSON object.";
        }

        var unknown = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            var name = index >= 0 ? Fields[index].Name : ReadName(ref reader);
            if (index >= 0 ? !parsed.Mark(index) : !unknown.Add(name))
            {
                return $"The property {Shorten(name)} is given twice.";
            }

            reader.Read();
            if (index < 0)
            {
                parsed.AddError(Shorten(name), "This property is not known here.");
                reader.Skip();
            }
            else
            {
                parsed.Set(index, ref reader);
            }
        }

        // Reads on to what follows the object, which throws unless it is the end.
        reader.Read();
        return null;
    }

    private int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (reader.ValueTextEquals(Fields[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    // A name that is no text is known by its escapes.
    private static string ReadName(ref Utf8JsonReader reader) =>
        JsonText.TryRead(ref reader, out var name) ? name : Encoding.UTF8.GetString(reader.ValueSpan);

    private static string Shorten(string name)
    {
        if (name.Length <= MaxEchoedNameLength)
        {
            return name;
        }

        var end = char.IsHighSurrogate(name[MaxEchoedNameLength - 1]) ? MaxEchoedNameLength - 1 : MaxEchoedNameLength;
        return name[..end] + "…";
    }
}
