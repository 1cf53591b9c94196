using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Azure.Search;

/// <summary>
/// The words of all passages, counted here, since the service does not tell them. Counted again in the background once the catalog has changed,
/// at most every ten seconds; until then the earlier count is given. Safe for concurrent use.
/// </summary>
internal sealed class SearchLexicon(SearchCatalog catalog, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1);
    private volatile Counted? last;

    public async Task<Lexicon> ReadAsync(CancellationToken cancellation)
    {
        if (last is { } known)
        {
            if (catalog.Last?.Epoch != known.Epoch && time.GetElapsedTime(known.At) >= Age && gate.Wait(0, cancellation))
            {
                _ = RefreshAsync();
            }

            return known.Lexicon;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            return (last ??= await CountAsync(cancellation)).Lexicon;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task RefreshAsync()
    {
        try
        {
            last = await CountAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            // The earlier count serves; searches say themselves what is wrong with the service.
            last = last! with { At = time.GetTimestamp() };
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Counted> CountAsync(CancellationToken cancellation)
    {
        var known = await catalog.ReadAsync(cancellation);
        var passages = new List<Passage>();
        await foreach (var row in catalog.ScanAsync(SearchRows.Passages, SearchRows.PassageFields, cancellation))
        {
            if (known.Shows(row.GetString(SearchSchema.Document), row.GetString(SearchSchema.Generation)))
            {
                passages.Add(SearchRows.ReadPassage(row));
            }
        }

        return new(known.Epoch, Lexicon.Build(passages), time.GetTimestamp());
    }

    private sealed record Counted(string Epoch, Lexicon Lexicon, long At);
}
