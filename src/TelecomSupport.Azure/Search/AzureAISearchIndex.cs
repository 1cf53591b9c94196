using Azure.Search.Documents;
using Azure.Search.Documents.Indexes;
using Azure.Search.Documents.Models;
using Microsoft.Extensions.Options;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Azure.Search;

/// <summary>
/// The knowledge index in Azure AI Search: BM25 over the core's own stems, with vectors a hybrid query that the service fuses by reciprocal
/// rank. The service has no transactions, so a new version of a document is written beside the old one, under a generation of its own; once
/// all of it can be found, the document's row is pointed at it, the epoch is changed, and the old version is deleted. A search asks for the
/// epoch when it has its hits: as long as that is the one its catalog was read at, every generation in the catalog was whole.
/// </summary>
public sealed class AzureAISearchIndex : IKnowledgeIndex, IDisposable
{
    // Reciprocal rank fusion adds 1 / (60 + rank) for each of the two lists:
    // https://learn.microsoft.com/azure/search/hybrid-search-ranking#how-rrf-ranking-works.
    private const double BestFusedScore = 2.0 / 61;

    // https://learn.microsoft.com/azure/search/hybrid-search-how-to-query: fewer neighbours make a poor fusion.
    private const int MinNeighbours = 50;
    private const int MaxRows = 1000;
    private const int MaxAttempts = 5;
    private const int IdsInAFilter = 50;

    private readonly SearchSchema schema;
    private readonly SearchClient index;
    private readonly SearchCatalog catalog;
    private readonly DocumentReplacement replacement;
    private readonly SearchLexicon lexicon;

    /// <param name="options">Valid ones.</param>
    public AzureAISearchIndex(IOptions<AzureSearchOptions> options, TimeProvider time)
        : this(SearchService.Connect(options.Value), options.Value.Index, time)
    {
    }

    internal AzureAISearchIndex(SearchIndexClient service, string name, TimeProvider time)
    {
        schema = new(service, name);
        index = service.GetSearchClient(name);
        catalog = new(index);
        replacement = new(index, catalog, time);
        lexicon = new(catalog, time);
    }

    public Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation)
    {
        if (query.Top < 1 || (query.Terms.Count == 0 && query.Vector is null))
        {
            return Task.FromResult<IReadOnlyList<ScoredPassage>>([]);
        }

        return RunAsync(
            query.Vector?.Length,
            async () => (IReadOnlyList<ScoredPassage>)await ReadConsistentlyAsync(known => FindAsync(query, known, cancellation), cancellation),
            cancellation);
    }

    public Task<Lexicon> ReadLexiconAsync(CancellationToken cancellation) =>
        RunAsync(null, () => lexicon.ReadAsync(cancellation), cancellation);

    public Task<IReadOnlyList<Passage>> GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation) => RunAsync(
        null,
        async () =>
        {
            var found = await ReadConsistentlyAsync(known => FindAsync(passageIds, known, cancellation), cancellation);
            var byId = found.Select(hit => hit.Passage).DistinctBy(passage => passage.Id).ToDictionary(passage => passage.Id, StringComparer.Ordinal);
            return (IReadOnlyList<Passage>)[.. passageIds.Select(id => byId.GetValueOrDefault(id)).OfType<Passage>()];
        },
        cancellation);

    public Task<IReadOnlyList<IndexedDocument>> ListDocumentsAsync(CancellationToken cancellation) => RunAsync(
        null,
        async () =>
        {
            var known = await catalog.ReadAsync(cancellation);
            return (IReadOnlyList<IndexedDocument>)
                [.. known.Documents.Values.Select(document => document.Document).OrderBy(document => document.Name, StringComparer.Ordinal)];
        },
        cancellation);

    public Task<IndexedDocument?> FindDocumentAsync(string name, CancellationToken cancellation) =>
        RunAsync(null, async () => (await catalog.FindAsync(name, cancellation))?.Document, cancellation);

    public Task ReplaceDocumentAsync(IndexedDocument document, IReadOnlyList<EmbeddedPassage> passages, CancellationToken cancellation) => RunAsync(
        passages.Select(passage => passage.Vector?.Length).FirstOrDefault(),
        () => replacement.ReplaceAsync(document, passages, cancellation),
        cancellation);

    public Task<bool> DeleteDocumentAsync(string name, CancellationToken cancellation) =>
        RunAsync(null, () => replacement.DeleteAsync(name, cancellation), cancellation);

    public void Dispose()
    {
        catalog.Dispose();
        schema.Dispose();
        lexicon.Dispose();
    }

    /// <summary>Reads with a catalog whose generations were all whole until the read was done.</summary>
    private async Task<List<ScoredPassage>> ReadConsistentlyAsync(Func<Catalog, Task<List<ScoredPassage>>> read, CancellationToken cancellation)
    {
        var before = catalog.Last ?? await catalog.ReadAsync(cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var hits = await read(before);
            var after = await catalog.ReadAsync(cancellation);
            if (after.Epoch == before.Epoch)
            {
                return hits;
            }

            // While many documents change, those that did not since are still right, and nothing is shown of the others.
            if (attempt == MaxAttempts)
            {
                return hits.FindAll(hit => before.HasSame(hit.Passage.Document, after));
            }

            before = after;
        }
    }

    private async Task<List<ScoredPassage>> FindAsync(KnowledgeQuery query, Catalog known, CancellationToken cancellation)
    {
        // A second helping is only needed while a document has two versions in the index. A row that comes and goes between two pages of an
        // answer can shift another into both.
        for (var size = Math.Min(query.Top, MaxRows); ; size = Math.Min(2 * size, MaxRows))
        {
            var (hits, rows) = await FindAsync(Text(query), Options(query, size), known, hit => Score(query, hit), cancellation);
            if (hits.Count >= query.Top || rows < size || size == MaxRows)
            {
                return [.. hits.DistinctBy(hit => hit.Passage.Id).Take(query.Top)];
            }
        }
    }

    private async Task<List<ScoredPassage>> FindAsync(IReadOnlyList<string> ids, Catalog known, CancellationToken cancellation)
    {
        var found = new List<ScoredPassage>();
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(IdsInAFilter))
        {
            var any = string.Join(" or ", some.Select(id => SearchRows.Filter($"passage_id eq {id}")));
            var options = new SearchOptions { Filter = $"{SearchRows.Passages} and ({any})", Size = MaxRows };
            Array.ForEach(SearchRows.PassageFields, options.Select.Add);
            found.AddRange((await FindAsync("*", options, known, _ => 0, cancellation)).Hits);
        }

        return found;
    }

    private async Task<(List<ScoredPassage> Hits, int Rows)> FindAsync(
        string? text, SearchOptions options, Catalog known, Func<SearchResult<SearchDocument>, double> score, CancellationToken cancellation)
    {
        var (hits, rows) = (new List<ScoredPassage>(), 0);
        var found = await index.SearchAsync<SearchDocument>(text, options, cancellation);
        await foreach (var hit in found.Value.GetResultsAsync().WithCancellation(cancellation))
        {
            rows++;
            if (known.Shows(hit.Document.GetString(SearchSchema.Document), hit.Document.GetString(SearchSchema.Generation)))
            {
                hits.Add(new(SearchRows.ReadPassage(hit.Document), score(hit)));
            }
        }

        return (hits, rows);
    }

    // Letters, digits and what joins digits: nothing that the query syntax could take for an operator.
    private static string? Text(KnowledgeQuery query) => query.Terms.Count == 0
        ? null
        : string.Join(' ', query.Terms.Select(term => string.Concat(term.Where(c => char.IsLetterOrDigit(c) || c is '.' or ',' or ':'))));

    private static SearchOptions Options(KnowledgeQuery query, int size)
    {
        var options = new SearchOptions
        {
            Filter = SearchRows.Passages,
            Size = size,
            QueryType = SearchQueryType.Simple,
            SearchMode = SearchMode.Any,
            SearchFields = { SearchSchema.TitleTerms, SearchSchema.HeadingTerms, SearchSchema.TextTerms, SearchSchema.QuestionTerms },
        };
        Array.ForEach(SearchRows.PassageFields, options.Select.Add);
        if (query.Vector is { } vector)
        {
            options.VectorSearch = new()
            {
                FilterMode = VectorFilterMode.PreFilter,
                Queries =
                {
                    new VectorizedQuery(vector) { Fields = { SearchSchema.Vector(vector.Length) }, KNearestNeighborsCount = Math.Max(size, MinNeighbours) },
                },
            };
        }

        return options;
    }

    // BM25 has no upper bound; 10 is about the score of a good match, as in the embedded index. A cosine's score is between 1/3 and 1.
    private static double Score(KnowledgeQuery query, SearchResult<SearchDocument> hit) => (hit.Score ?? 0) switch
    {
        var bm25 when query.Vector is null => bm25 / (bm25 + 10),
        var cosine when query.Terms.Count == 0 => Math.Min(1, cosine),
        var fused => Math.Min(1, fused / BestFusedScore),
    };

    private Task<T> RunAsync<T>(int? dimensions, Func<Task<T>> work, CancellationToken cancellation) => AzureFailures.GuardAsync(
        SearchService.Name,
        async () =>
        {
            await schema.EnsureAsync(dimensions, cancellation);
            return await work();
        },
        cancellation);
}
