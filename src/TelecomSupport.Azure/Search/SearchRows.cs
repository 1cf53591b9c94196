using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Search.Documents;
using Azure.Search.Documents.Models;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Azure.Search;

/// <summary>
/// What the index holds: a row for each passage of each version (generation) of a document, a row for each document that says which
/// generation counts, and one row, the epoch, whose generation is new after every change. Keys hold letters, digits and <c>-</c> only.
/// </summary>
internal static class SearchRows
{
    public const string EpochKey = "epoch";

    /// <summary>What <see cref="ReadPassage"/> needs.</summary>
    public static readonly string[] PassageFields =
    [
        SearchSchema.Key, SearchSchema.PassageId, SearchSchema.Document, SearchSchema.Generation, SearchSchema.Title, SearchSchema.Headings,
        SearchSchema.Text, SearchSchema.Questions, SearchSchema.Ordinal,
    ];

    /// <summary>What <see cref="ReadDocument"/> needs.</summary>
    public static readonly string[] DocumentFields = [SearchSchema.Key, SearchSchema.Generation, SearchSchema.Passages, SearchSchema.Record];

    public const string PassageKind = "passage";
    public const string DocumentKind = "document";

    /// <summary>A document whose passages are being deleted.</summary>
    public const string LeavingKind = "leaving";

    public static readonly string Passages = Filter($"kind eq {PassageKind}");
    public static readonly string Documents = Filter($"(kind eq {DocumentKind} or kind eq {LeavingKind})");

    /// <summary>An OData filter with its values quoted as their types ask.</summary>
    public static string Filter(FormattableString filter) => SearchFilter.Create(filter, CultureInfo.InvariantCulture);

    public static string DocumentKey(string name) => "d-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <param name="number">The passage's place in what was written, from 0.</param>
    public static string PassageKey(string generation, int number) => string.Create(CultureInfo.InvariantCulture, $"p-{generation}-{number}");

    public static SearchDocument Epoch(string epoch, DateTimeOffset now) => Row(EpochKey, "epoch", epoch, now);

    public static SearchDocument Document(CatalogDocument document, string kind, DateTimeOffset now)
    {
        var row = Row(DocumentKey(document.Name), kind, document.Generation, now);
        row[SearchSchema.Document] = document.Name;
        row[SearchSchema.Title] = document.Document.Title;
        row[SearchSchema.Passages] = document.Passages;
        row[SearchSchema.Record] = JsonSerializer.Serialize(document.Document, SupportJson.Options);
        return row;
    }

    public static CatalogDocument ReadDocument(SearchDocument row) => new(
        JsonSerializer.Deserialize<IndexedDocument>(row.GetString(SearchSchema.Record), SupportJson.Options)!,
        row.GetString(SearchSchema.Generation),
        row.GetInt32(SearchSchema.Passages) ?? 0);

    public static SearchDocument Passage(EmbeddedPassage embedded, string generation, int number, DateTimeOffset now)
    {
        var passage = embedded.Passage;
        var terms = FieldTerms.Of(passage);
        var row = Row(PassageKey(generation, number), PassageKind, generation, now);
        row[SearchSchema.PassageId] = passage.Id;
        row[SearchSchema.Document] = passage.Document;
        row[SearchSchema.Title] = passage.Title;
        row[SearchSchema.Headings] = passage.HeadingPath.ToArray();
        row[SearchSchema.Text] = passage.Text;
        row[SearchSchema.Questions] = passage.Questions.ToArray();
        row[SearchSchema.Ordinal] = passage.Ordinal;
        row[SearchSchema.TitleTerms] = terms.Title;
        row[SearchSchema.HeadingTerms] = terms.Headings;
        row[SearchSchema.TextTerms] = terms.Text;
        row[SearchSchema.QuestionTerms] = terms.Questions;
        if (embedded.Vector is { } vector)
        {
            row[SearchSchema.Vector(vector.Length)] = vector.ToArray();
        }

        return row;
    }

    public static Passage ReadPassage(SearchDocument row) => new(
        row.GetString(SearchSchema.PassageId),
        row.GetString(SearchSchema.Document),
        row.GetString(SearchSchema.Title),
        [.. row.GetStringCollection(SearchSchema.Headings) ?? []],
        row.GetString(SearchSchema.Text),
        row.GetInt32(SearchSchema.Ordinal) ?? 0)
    {
        Questions = [.. row.GetStringCollection(SearchSchema.Questions) ?? []],
    };

    private static SearchDocument Row(string key, string kind, string generation, DateTimeOffset now) => new()
    {
        [SearchSchema.Key] = key,
        [SearchSchema.Kind] = kind,
        [SearchSchema.Generation] = generation,
        [SearchSchema.WrittenAt] = now,
    };
}
