using System.Collections.Concurrent;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

/// <summary>Keeps what it is given, counts how often, and fails when told to. Ingestion doesn't search, so it can't.</summary>
internal sealed class InMemoryKnowledgeIndex : IKnowledgeIndex
{
    private readonly ConcurrentDictionary<string, (IndexedDocument Document, IReadOnlyList<EmbeddedPassage> Passages)> documents = new();

    public int Replacements;

    /// <summary>Called before a document is replaced; may throw.</summary>
    public Action<IndexedDocument> Replacing { get; set; } = _ => { };

    public IReadOnlyList<EmbeddedPassage> Passages => [.. documents.Values.SelectMany(entry => entry.Passages)];

    public IReadOnlyList<EmbeddedPassage> PassagesOf(string name) => documents[name].Passages;

    public IndexedDocument? Find(string name) => documents.TryGetValue(name, out var entry) ? entry.Document : null;

    public Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Lexicon> ReadLexiconAsync(CancellationToken cancellation) =>
        Task.FromResult(Lexicon.Build(Passages.Select(embedded => embedded.Passage)));

    public Task<IReadOnlyList<Passage>> GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<IndexedDocument>> ListDocumentsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<IndexedDocument>>([.. documents.Values.Select(entry => entry.Document).OrderBy(document => document.Name)]);

    public Task<IndexedDocument?> FindDocumentAsync(string name, CancellationToken cancellation) => Task.FromResult(Find(name));

    public Task ReplaceDocumentAsync(IndexedDocument document, IReadOnlyList<EmbeddedPassage> passages, CancellationToken cancellation)
    {
        Replacing(document);
        Interlocked.Increment(ref Replacements);
        documents[document.Name] = (document, passages);
        return Task.CompletedTask;
    }

    public Task<bool> DeleteDocumentAsync(string name, CancellationToken cancellation) => Task.FromResult(documents.TryRemove(name, out _));
}
