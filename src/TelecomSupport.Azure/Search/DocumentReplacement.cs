using Azure.Search.Documents;
using Azure.Search.Documents.Models;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Azure.Search;

/// <summary>
/// Changes documents so that readers see the old or the new version. The order of the writes is what makes it so, and each one is waited for
/// until a search can see it: the service shows what it has taken a moment later. What an interrupted change leaves behind is never shown,
/// and deleted by a later change of the document.
/// </summary>
internal sealed class DocumentReplacement(SearchClient index, SearchCatalog catalog, TimeProvider time)
{
    // Rows of a generation that the catalog doesn't know may be another writer's work in progress for this long.
    private static readonly TimeSpan WorkInProgress = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShownWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Overwritten = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly SearchWriter writer = new(index, time);

    /// <returns>True.</returns>
    public async Task<bool> ReplaceAsync(IndexedDocument document, IReadOnlyList<EmbeddedPassage> passages, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var generation = Guid.CreateVersion7(now).ToString("n");
        var rows = passages.DistinctBy(passage => passage.Passage.Id)
            .Select((passage, number) => SearchRows.Passage(passage, generation, number, now))
            .ToArray();
        await writer.UploadAsync(rows, cancellation);
        await UntilAsync(async _ => await CountPassagesAsync(generation, cancellation) == rows.Length, cancellation);
        var before = await catalog.FindAsync(document.Name, cancellation);
        var after = new CatalogDocument(document, generation, rows.Length);
        await writer.UploadAsync([SearchRows.Document(after, SearchRows.DocumentKind, now)], cancellation);
        var isShown = await ShownAsync(document.Name, before, row => row?.GetString(SearchSchema.Generation) == generation, cancellation);
        await ChangeEpochAsync(cancellation);
        await DeletePassagesAsync(before, cancellation);
        await DeleteAbandonedAsync(document.Name, generation, cancellation);
        if (isShown && (await catalog.FindAsync(document.Name, cancellation))?.Generation != generation)
        {
            // Another writer replaced it before this one was done, and may not have seen it.
            await DeletePassagesAsync(after, cancellation);
        }

        return true;
    }

    /// <returns>False when there is no such document.</returns>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation)
    {
        if (await catalog.FindAsync(name, cancellation) is not { } before)
        {
            return false;
        }

        // Listed as refused until its passages are gone: were this interrupted, the next comparison with the source would delete it again.
        var now = time.GetUtcNow();
        var hidden = new IndexedDocument(name, name, Hash: "", 0, now, State: DocumentState.Refused, Reason: "It is being deleted.");
        await writer.UploadAsync([SearchRows.Document(before with { Document = hidden }, SearchRows.LeavingKind, now)], cancellation);
        await ShownAsync(name, before, row => row?.GetString(SearchSchema.Kind) == SearchRows.LeavingKind, cancellation);
        await ChangeEpochAsync(cancellation);
        await DeletePassagesAsync(before, cancellation);
        await DeleteAbandonedAsync(name, kept: "", cancellation);
        await writer.DeleteAsync([SearchRows.DocumentKey(name)], cancellation);
        await ShownAsync(name, before, row => row is null, cancellation);
        await ChangeEpochAsync(cancellation);
        return true;
    }

    private async Task ChangeEpochAsync(CancellationToken cancellation)
    {
        var before = await catalog.ReadEpochAsync(cancellation);
        var now = time.GetUtcNow();
        await writer.UploadAsync([SearchRows.Epoch(Guid.CreateVersion7(now).ToString("n"), now)], cancellation);
        await UntilAsync(async _ => await catalog.ReadEpochAsync(cancellation) != before, cancellation);
    }

    private Task DeletePassagesAsync(CatalogDocument? document, CancellationToken cancellation) => document is null
        ? Task.CompletedTask
        : writer.DeleteAsync(
            Enumerable.Range(0, document.Passages).Select(number => SearchRows.PassageKey(document.Generation, number)), cancellation);

    /// <summary>Deletes what interrupted changes of the document left behind.</summary>
    /// <param name="kept">The generation that counts.</param>
    private async Task DeleteAbandonedAsync(string document, string kept, CancellationToken cancellation)
    {
        var abandoned = $"{SearchRows.Passages} and "
            + SearchRows.Filter($"document eq {document} and generation ne {kept} and written_at lt {time.GetUtcNow() - WorkInProgress}");
        var keys = new List<string>();
        await foreach (var row in catalog.ScanAsync(abandoned, [SearchSchema.Key], cancellation))
        {
            keys.Add(row.GetString(SearchSchema.Key));
        }

        await writer.DeleteAsync(keys, cancellation);
    }

    private async Task<long?> CountPassagesAsync(string generation, CancellationToken cancellation)
    {
        var options = new SearchOptions
        {
            Filter = $"{SearchRows.Passages} and {SearchRows.Filter($"generation eq {generation}")}",
            Size = 0,
            IncludeTotalCount = true,
        };
        return (await index.SearchAsync<SearchDocument>("*", options, cancellation)).Value.TotalCount;
    }

    /// <summary>Waits until a search shows the document's row as it was written here, or as another writer has overwritten it since.</summary>
    /// <returns>Whether it was as written here.</returns>
    private async Task<bool> ShownAsync(
        string name, CatalogDocument? before, Func<SearchDocument?, bool> asWritten, CancellationToken cancellation)
    {
        SearchDocument? row = null;
        await UntilAsync(
            async waited =>
            {
                row = await FindShownAsync(name, cancellation);
                return asWritten(row) || (waited > Overwritten && row?.GetString(SearchSchema.Generation) != before?.Generation);
            },
            cancellation);
        return asWritten(row);
    }

    private async Task<SearchDocument?> FindShownAsync(string name, CancellationToken cancellation)
    {
        var options = new SearchOptions
        {
            Filter = SearchRows.Filter($"key eq {SearchRows.DocumentKey(name)}"),
            Select = { SearchSchema.Kind, SearchSchema.Generation },
        };
        var found = await index.SearchAsync<SearchDocument>("*", options, cancellation);
        await foreach (var result in found.Value.GetResultsAsync().WithCancellation(cancellation))
        {
            return result.Document;
        }

        return null;
    }

    private async Task UntilAsync(Func<TimeSpan, Task<bool>> shown, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; !await shown(time.GetElapsedTime(started)); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (time.GetElapsedTime(started) > ShownWithin)
            {
                throw new StorageUnavailableException($"{SearchService.Name} has not shown a change after {ShownWithin.TotalSeconds} seconds.");
            }

            await Task.Delay(pause, time, cancellation);
        }
    }
}
