using Azure.Search.Documents;
using Azure.Search.Documents.Models;

namespace TelecomSupport.Azure.Search;

/// <summary>
/// Writes rows in batches within the service's limits, and again those that it could not take at the moment: a batch is not a transaction,
/// each row has its own outcome. https://learn.microsoft.com/rest/api/searchservice/addupdate-or-delete-documents.
/// </summary>
internal sealed class SearchWriter(SearchClient index, TimeProvider time)
{
    // The service takes 1,000 rows and 16 MB; characters are counted twice for what JSON makes of them.
    private const int MaxRows = 1000;
    private const int MaxCharacters = 4 * 1024 * 1024;
    private const int CharactersOfANumber = 13;

    private const int MaxAttempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    public Task UploadAsync(IEnumerable<SearchDocument> rows, CancellationToken cancellation) =>
        WriteAsync(rows.Select(IndexDocumentsAction.Upload), cancellation);

    /// <summary>Deletes the rows; one that is not there is fine.</summary>
    public Task DeleteAsync(IEnumerable<string> keys, CancellationToken cancellation) =>
        WriteAsync(keys.Select(key => IndexDocumentsAction.Delete(new SearchDocument { [SearchSchema.Key] = key })), cancellation);

    private async Task WriteAsync(IEnumerable<IndexDocumentsAction<SearchDocument>> actions, CancellationToken cancellation)
    {
        var batch = new List<IndexDocumentsAction<SearchDocument>>();
        var characters = 0;
        foreach (var action in actions)
        {
            var size = Characters(action.Document);
            if (batch.Count == MaxRows || (batch.Count > 0 && characters + size > MaxCharacters))
            {
                await WriteBatchAsync(batch, cancellation);
                batch.Clear();
                characters = 0;
            }

            batch.Add(action);
            characters += size;
        }

        if (batch.Count > 0)
        {
            await WriteBatchAsync(batch, cancellation);
        }
    }

    private async Task WriteBatchAsync(List<IndexDocumentsAction<SearchDocument>> batch, CancellationToken cancellation)
    {
        var pending = batch.ToDictionary(action => action.Document.GetString(SearchSchema.Key), StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            var written = await index.IndexDocumentsAsync(IndexDocumentsBatch.Create([.. pending.Values]), cancellationToken: cancellation);
            foreach (var result in written.Value.Results.Where(result => result.Succeeded || result.Status == 404))
            {
                pending.Remove(result.Key);
            }

            if (pending.Count == 0)
            {
                return;
            }

            var refused = written.Value.Results.Where(result => pending.ContainsKey(result.Key)).ToArray();
            if (attempt == MaxAttempts || refused.FirstOrDefault(result => !MayPass(result.Status)) is not null)
            {
                var worst = refused.MaxBy(result => !MayPass(result.Status));
                throw new StorageUnavailableException(
                    $"{SearchService.Name} did not take {pending.Count} of {batch.Count} rows: {worst?.Status} {worst?.ErrorMessage}".TrimEnd());
            }

            await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), time, cancellation);
        }
    }

    // A version conflict, an index that is being updated, throttling, an overloaded service.
    private static bool MayPass(int status) => status is 409 or 422 or 429 or 503;

    private static int Characters(SearchDocument row) => row.Sum(field => field.Value switch
    {
        string text => 2 * text.Length,
        string[] texts => texts.Sum(text => 2 * text.Length),
        float[] vector => vector.Length * CharactersOfANumber,
        _ => 40,
    });
}
