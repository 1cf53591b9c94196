using Azure;
using Azure.Search.Documents;
using Azure.Search.Documents.Models;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Azure.Search;

/// <summary>A document, and which of the passages in the index are its own.</summary>
/// <param name="Passages">How many rows its generation has.</param>
internal sealed record CatalogDocument(IndexedDocument Document, string Generation, int Passages)
{
    public string Name => Document.Name;
}

/// <summary>The documents at one moment.</summary>
/// <param name="Epoch">Changes whenever a document does.</param>
internal sealed record Catalog(string Epoch, IReadOnlyDictionary<string, CatalogDocument> Documents)
{
    /// <returns>Whether a passage of this generation of the document is part of the knowledge base.</returns>
    public bool Shows(string document, string generation) =>
        Documents.TryGetValue(document, out var known) && known.Document.State == DocumentState.Indexed && known.Generation == generation;

    public bool HasSame(string document, Catalog other) =>
        Documents.GetValueOrDefault(document)?.Generation == other.Documents.GetValueOrDefault(document)?.Generation;
}

/// <summary>Reads the catalog, and keeps the last one for as long as the epoch stays. Safe for concurrent use.</summary>
internal sealed class SearchCatalog(SearchClient index) : IDisposable
{
    private const int PageSize = 1000;

    private readonly SemaphoreSlim gate = new(1);
    private volatile Catalog? last;

    /// <summary>The last one read, which may be out of date; null when none was.</summary>
    public Catalog? Last => last;

    public async Task<Catalog> ReadAsync(CancellationToken cancellation)
    {
        var epoch = await ReadEpochAsync(cancellation);
        if (last is { } known && known.Epoch == epoch)
        {
            return known;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            // Whoever had the gate may have read this epoch, or a later one, meanwhile.
            epoch = await ReadEpochAsync(cancellation);
            if (last?.Epoch != epoch)
            {
                last = new(epoch, await ReadDocumentsAsync(cancellation));
            }

            return last;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <returns>The epoch, or an empty text before the first change.</returns>
    public async Task<string> ReadEpochAsync(CancellationToken cancellation) =>
        (await FindAsync(SearchRows.EpochKey, [SearchSchema.Generation], cancellation))?.GetString(SearchSchema.Generation) ?? "";

    public async Task<CatalogDocument?> FindAsync(string name, CancellationToken cancellation) =>
        await FindAsync(SearchRows.DocumentKey(name), SearchRows.DocumentFields, cancellation) is { } row ? SearchRows.ReadDocument(row) : null;

    /// <summary>Reads all rows that the filter lets through, in the order of their keys.</summary>
    public async IAsyncEnumerable<SearchDocument> ScanAsync(
        string filter, IEnumerable<string> fields, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // By key rather than by number: the service skips at most 100,000 rows, and rows come and go meanwhile.
        var (after, count) = ("", PageSize);
        while (count == PageSize)
        {
            var options = new SearchOptions { Filter = $"{filter} and {SearchRows.Filter($"key gt {after}")}", Size = PageSize };
            options.OrderBy.Add(SearchSchema.Key);
            Array.ForEach([.. fields], options.Select.Add);
            count = 0;
            var page = await index.SearchAsync<SearchDocument>("*", options, cancellation);
            await foreach (var result in page.Value.GetResultsAsync().WithCancellation(cancellation))
            {
                count++;
                after = result.Document.GetString(SearchSchema.Key);
                yield return result.Document;
            }
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<Dictionary<string, CatalogDocument>> ReadDocumentsAsync(CancellationToken cancellation)
    {
        var documents = new Dictionary<string, CatalogDocument>(StringComparer.Ordinal);
        await foreach (var row in ScanAsync(SearchRows.Documents, SearchRows.DocumentFields, cancellation))
        {
            var document = SearchRows.ReadDocument(row);
            documents[document.Name] = document;
        }

        return documents;
    }

    private async Task<SearchDocument?> FindAsync(string key, string[] fields, CancellationToken cancellation)
    {
        var options = new GetDocumentOptions();
        Array.ForEach(fields, options.SelectedFields.Add);
        try
        {
            return await index.GetDocumentAsync<SearchDocument>(key, options, cancellation);
        }
        catch (RequestFailedException failed) when (failed.Status == 404)
        {
            return null;
        }
    }
}
