using System.Runtime.InteropServices;
using System.Text.Json;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>A passage as the tables have it.</summary>
internal sealed record PassageRow(string Id, string Document, string Json, byte[]? Vector, FieldTerms Terms)
{
    public static PassageRow Of(EmbeddedPassage embedded)
    {
        var passage = embedded.Passage;
        return new(
            passage.Id,
            passage.Document,
            JsonSerializer.Serialize(passage, SupportJson.Options),
            embedded.Vector is { } vector ? MemoryMarshal.AsBytes(vector.Span).ToArray() : null,
            FieldTerms.Of(passage));
    }

    public void Insert(SqliteSession session)
    {
        var seq = session.First(
            "INSERT INTO passages (passage_id, document, passage, vector) VALUES ($1, $2, $3, $4) RETURNING seq",
            row => row.GetInt64(0),
            Id,
            Document,
            Json,
            Vector);
        session.Execute(
            "INSERT INTO passage_words (rowid, title, heading, body, words) VALUES ($1, $2, $3, $4, $5)",
            seq,
            Terms.Title,
            Terms.Headings,
            Terms.Text,
            Terms.Words);
    }
}
