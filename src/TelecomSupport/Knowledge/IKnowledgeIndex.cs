using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge;

/// <summary>
/// The searchable passages of all documents. A document is replaced or deleted as a whole: a search sees its old or its new version, never
/// half. Safe for concurrent use. Throws <see cref="StorageUnavailableException"/> when the index can't be reached.
/// </summary>
public interface IKnowledgeIndex
{
    /// <returns>At most <see cref="KnowledgeQuery.Top"/> passages, best first.</returns>
    Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation);

    /// <returns>The words of all passages; one from a short while ago will do.</returns>
    Task<Lexicon> ReadLexiconAsync(CancellationToken cancellation);

    /// <returns>Those of the passages that still exist, in the order asked for.</returns>
    Task<IReadOnlyList<Passage>> GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation);

    /// <returns>Every document, refused ones too, ordered by name.</returns>
    Task<IReadOnlyList<IndexedDocument>> ListDocumentsAsync(CancellationToken cancellation);

    /// <returns>The document, also a refused one, or null.</returns>
    Task<IndexedDocument?> FindDocumentAsync(string name, CancellationToken cancellation);

    /// <summary>Makes these the document's passages, and no others. A refused document is kept in the list and has none.</summary>
    Task ReplaceDocumentAsync(IndexedDocument document, IReadOnlyList<EmbeddedPassage> passages, CancellationToken cancellation);

    /// <returns>False when there was no such document.</returns>
    Task<bool> DeleteDocumentAsync(string name, CancellationToken cancellation);
}

/// <param name="Text">The question, made to stand alone.</param>
/// <param name="Terms">The stems to search for: of its telling words, their synonyms and repaired spellings, each once; empty when it has none.</param>
/// <param name="Vector">The question's embedding, of unit length; null when no embedding model is configured.</param>
/// <param name="Top">The most passages to return.</param>
public sealed record KnowledgeQuery(string Text, IReadOnlyList<string> Terms, ReadOnlyMemory<float>? Vector, int Top);

/// <param name="Vector">The passage's embedding, of unit length; null when no embedding model is configured.</param>
public sealed record EmbeddedPassage(Passage Passage, ReadOnlyMemory<float>? Vector);

/// <summary>What became of a document: it can be cited, or it couldn't be read and <see cref="IndexedDocument.Reason"/> says why.</summary>
public enum DocumentState
{
    Indexed,
    Refused,
}

/// <param name="Name">The file name.</param>
/// <param name="Title">The document's title; its file name when it was refused.</param>
/// <param name="Hash">
/// SHA-256, in hexadecimal, of the document's bytes and of everything else that its passages depend on: an equal one needs no new indexing.
/// </param>
/// <param name="Passages">How many passages it has.</param>
/// <param name="SourceVersion">What the document source called this version (an ETag, say): an equal one needs no new reading.</param>
/// <param name="Reason">Why it was refused, one sentence for a person; null when it was not.</param>
public sealed record IndexedDocument(
    string Name,
    string Title,
    string Hash,
    int Passages,
    DateTimeOffset IndexedAt,
    string SourceVersion = "",
    DocumentState State = DocumentState.Indexed,
    string? Reason = null);
