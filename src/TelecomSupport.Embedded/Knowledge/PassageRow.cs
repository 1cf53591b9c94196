using System.Runtime.InteropServices;
using System.Text.Json;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>A passage as the tables have it.</summary>
internal sealed record PassageRow(string Id, string Document, string Json, string Terms, byte[]? Vector)
{
    public static PassageRow Of(EmbeddedPassage embedded)
    {
        var passage = embedded.Passage;
        return new(
            passage.Id,
            passage.Document,
            JsonSerializer.Serialize(passage, SupportJson.Options),
            JsonSerializer.Serialize(FieldTerms.Of(passage), SupportJson.Options),
            embedded.Vector is { } vector ? MemoryMarshal.AsBytes(vector.Span).ToArray() : null);
    }

    public void Insert(SqliteSession session) => session.Execute(
        "INSERT INTO passages (passage_id, document, passage, terms, vector) VALUES ($1, $2, $3, $4, $5)", Id, Document, Json, Terms, Vector);
}
