using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Http.Documents;

/// <summary><c>/documents</c>: what the knowledge base is made of.</summary>
internal sealed class DocumentRoutes(
    IDocumentSource source, IKnowledgeIndex index, KnowledgeRefresher refresher, IOptions<KnowledgeOptions> options)
{
    private readonly int most = options.Value.MaxDocumentBytes;

    public async Task<IResult> ListAsync(HttpContext http)
    {
        var documents = await index.ListDocumentsAsync(http.RequestAborted);
        return TypedResults.Json(new DocumentList([.. documents.Select(DocumentEntry.Of)]), SupportJson.Options);
    }

    /// <summary>Takes a document that can be read, and answers when it can be cited.</summary>
    public async Task<IResult> PutAsync(HttpContext http)
    {
        if (!DocumentName.TryCreate((string?)http.Request.RouteValues["name"], out var name, out var fault))
        {
            return Problems.Invalid(http, "name", fault);
        }

        if (await ReadAsync(http) is not { } bytes)
        {
            return Problems.Of(http, StatusCodes.Status413PayloadTooLarge, $"A document has at most {most} bytes.");
        }

        if (DocumentReader.Read(name, bytes, http.RequestAborted).Refusal is { } refusal)
        {
            return Problems.Invalid(http, "document", refusal);
        }

        // From here on a client that goes away does not leave the document half in.
        var isNew = await index.FindDocumentAsync(name.Value, CancellationToken.None) is null;
        await source.PutAsync(name, new MemoryStream(bytes), CancellationToken.None);
        await refresher.RefreshAsync(name.Value, CancellationToken.None);
        return await index.FindDocumentAsync(name.Value, CancellationToken.None) is { } document
            ? TypedResults.Json(
                DocumentEntry.Of(document), SupportJson.Options, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK)
            : Problems.Of(http, StatusCodes.Status409Conflict, "The document was removed again while it was added.");
    }

    public async Task<IResult> DeleteAsync(HttpContext http)
    {
        if (!DocumentName.TryCreate((string?)http.Request.RouteValues["name"], out var name, out _))
        {
            return Problems.NotFound(http);
        }

        var existed = await source.DeleteAsync(name, CancellationToken.None);
        var outcome = await refresher.RefreshAsync(name.Value, CancellationToken.None);
        return existed || outcome.Action == RefreshAction.Deleted ? TypedResults.NoContent() : Problems.NotFound(http);
    }

    // Null when there is more than a document may have, whether or not the request said so.
    private async Task<byte[]?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength > most)
        {
            return null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // The limit is ours to tell, in the contract's words.
            limit.MaxRequestBodySize = null;
        }

        var buffer = new MemoryStream();
        var block = new byte[81_920];
        for (int read; (read = await http.Request.Body.ReadAsync(block, http.RequestAborted)) > 0;)
        {
            if (buffer.Length + read > most)
            {
                return null;
            }

            buffer.Write(block, 0, read);
        }

        return buffer.ToArray();
    }
}

public sealed record DocumentList(IReadOnlyList<DocumentEntry> Documents);

/// <param name="State">Whether it can be cited or was refused.</param>
/// <param name="Reason">Why it was refused, or null.</param>
/// <param name="Passages">How many passages it has in the index.</param>
public sealed record DocumentEntry(string Name, string Title, DocumentState State, string? Reason, int Passages, DateTimeOffset IndexedAt)
{
    internal static DocumentEntry Of(IndexedDocument document) =>
        new(document.Name, document.Title, document.State, document.Reason, document.Passages, document.IndexedAt);
}
