namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Where the documents of the knowledge base lie, side by side: a folder or a blob container. Safe for concurrent use. Throws
/// <see cref="StorageUnavailableException"/> when it, or one document, can't be reached.
/// </summary>
public interface IDocumentSource
{
    /// <returns>What looks like a document, also under a name that <see cref="DocumentName"/> refuses; no hidden or temporary files.</returns>
    Task<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellation);

    /// <returns>The document, to be disposed of by the caller; null when there is none of that name.</returns>
    Task<OpenedDocument?> OpenAsync(DocumentName name, CancellationToken cancellation);

    /// <summary>Adds the document or replaces it as a whole: a reader sees the old or the new content.</summary>
    Task PutAsync(DocumentName name, Stream content, CancellationToken cancellation);

    /// <returns>False when there was no such document.</returns>
    Task<bool> DeleteAsync(DocumentName name, CancellationToken cancellation);
}

/// <param name="Size">In bytes.</param>
/// <param name="Version">Differs when the content does: an ETag, or time and size.</param>
public sealed record StoredDocument(string Name, long Size, string Version, DateTimeOffset ModifiedAt);

/// <param name="Stored">What was known of the document when it was opened.</param>
/// <param name="Content">To be read once, forward; may turn out longer or shorter than <see cref="StoredDocument.Size"/>.</param>
public sealed record OpenedDocument(StoredDocument Stored, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
