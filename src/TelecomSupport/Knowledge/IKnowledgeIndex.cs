namespace TelecomSupport.Knowledge;

/// <summary>
/// The searchable passages of all documents. A document is replaced or deleted as a whole: a search sees its old or its new version, never
/// half. Safe for concurrent use. Throws <see cref="StorageUnavailableException"/> when the index can't be reached.
/// </summary>
public interface IKnowledgeIndex
{
    /// <returns>At most <see cref="KnowledgeQuery.Top"/> passages, best first.</returns>
    Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation);

    /// <returns>Those of the passages that still exist, in the order asked for.</returns>
    Task<IReadOnlyList<Passage>> GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation);

    Task<IReadOnlyList<IndexedDocument>> ListDocumentsAsync(CancellationToken cancellation);

    /// <summary>Makes these the document's passages, and no others.</summary>
    Task ReplaceDocumentAsync(IndexedDocument document, IReadOnlyList<Passage> passages, CancellationToken cancellation);

    /// <returns>False when there was no such document.</returns>
    Task<bool> DeleteDocumentAsync(string name, CancellationToken cancellation);
}

/// <param name="Text">The question, made to stand alone.</param>
/// <param name="Top">The most passages to return.</param>
public sealed record KnowledgeQuery(string Text, int Top);

/// <param name="Name">The file name.</param>
/// <param name="Hash">SHA-256 of the document's bytes in hexadecimal: equal bytes need no new indexing.</param>
/// <param name="Passages">How many passages it has.</param>
public sealed record IndexedDocument(string Name, string Title, string Hash, int Passages, DateTimeOffset IndexedAt);
