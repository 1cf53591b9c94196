using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace TelecomSupport.Azure.Storage;

/// <summary>
/// Keeps a record in a table entity as UTF-8 JSON, split over binary properties <c>Record0</c>, <c>Record1</c> … of 64 KiB, the most that one
/// property takes. https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model.
/// </summary>
internal static class RecordProperties
{
    /// <summary>Leaves 64 KiB of the entity's 1 MiB for its keys and other properties.</summary>
    public const int MaxBytes = 15 * PropertyBytes;

    private const int PropertyBytes = 64 * 1024;

    /// <exception cref="ArgumentException">The record takes more than <see cref="MaxBytes"/>.</exception>
    public static void Set<T>(TableEntity entity, T record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, SupportJson.Options);
        if (json.Length > MaxBytes)
        {
            throw new ArgumentException($"A record of {json.Length} bytes does not fit a table entity; the most is {MaxBytes}.", nameof(record));
        }

        foreach (var (index, part) in json.Chunk(PropertyBytes).Index())
        {
            entity[Name(index)] = part;
        }
    }

    public static T Get<T>(TableEntity entity)
    {
        var json = new MemoryStream();
        for (var index = 0; entity.GetBinary(Name(index)) is { } part; index++)
        {
            json.Write(part);
        }

        return JsonSerializer.Deserialize<T>(json.GetBuffer().AsSpan(0, (int)json.Length), SupportJson.Options)
            ?? throw new JsonException("An entity has no record.");
    }

    private static string Name(int index) => "Record" + index.ToString(CultureInfo.InvariantCulture);
}
