using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Makes the index follow the documents, for whatever notices that they changed: a blob trigger, a timer, a folder watcher, an upload, the
/// command line. Every refresh compares the source with the index and does what is missing, so a refresh that was cut short is completed by
/// the next, and one that is repeated does nothing. Safe for concurrent use: one document is refreshed by one caller at a time; callers in
/// different processes may do the same work twice, but the index replaces whole documents and so never holds a passage twice.
/// </summary>
public sealed partial class KnowledgeRefresher(
    IDocumentSource source,
    IKnowledgeIndex index,
    PassageEmbedder embedder,
    IOptions<KnowledgeOptions> options,
    TimeProvider time,
    ILogger<KnowledgeRefresher> logger) : IDisposable
{
    // Part of every hash: raise it when a reader or the chunker makes other passages of the same bytes, and all is indexed anew.
    private const int FormatVersion = 2;

    private readonly KnowledgeOptions limits = options.Value;
    private readonly Chunker chunker = new(options.Value.ChunkTokens, options.Value.ChunkOverlapTokens);
    private readonly string making = Hash(Encoding.UTF8.GetBytes(
        $"{FormatVersion} {options.Value.ChunkTokens} {options.Value.ChunkOverlapTokens} {options.Value.MaxDocumentBytes} {embedder.Model}"))[..12];

    // Names share locks by their hash: two documents seldom wait for each other, and nothing grows.
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];
    private readonly SemaphoreSlim reconciling = new(1);

    /// <summary>Brings one document up to date: indexes, replaces, refuses or deletes it.</summary>
    /// <exception cref="StorageUnavailableException">The source or the index can't be reached; the index is as it was.</exception>
    public Task<DocumentOutcome> RefreshAsync(string name, CancellationToken cancellation) => AloneAsync(
        name,
        async () =>
        {
            var known = await index.FindDocumentAsync(name, cancellation);
            return await RefreshAsync(name, known, cancellation);
        },
        cancellation);

    /// <summary>
    /// Brings every document up to date, <see cref="KnowledgeOptions.Parallelism"/> at a time. A document that fails is reported and doesn't
    /// stop the others. A second call at the same time waits for the first and then finds little to do.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The documents can't be listed; the index is as it was.</exception>
    public async Task<RefreshReport> ReconcileAsync(IProgress<RefreshProgress>? progress, CancellationToken cancellation)
    {
        await reconciling.WaitAsync(cancellation);
        try
        {
            return await ReconcileAllAsync(progress, cancellation);
        }
        finally
        {
            reconciling.Release();
        }
    }

    public void Dispose()
    {
        reconciling.Dispose();
        Array.ForEach(locks, turnstile => turnstile.Dispose());
    }

    private async Task<RefreshReport> ReconcileAllAsync(IProgress<RefreshProgress>? progress, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        // The index first: what it has and the later list of the source lacks was deleted, not just uploaded.
        var known = (await index.ListDocumentsAsync(cancellation)).ToDictionary(document => document.Name, StringComparer.Ordinal);
        var stored = (await source.ListAsync(cancellation)).ToDictionary(document => document.Name, StringComparer.Ordinal);
        var names = known.Keys.Union(stored.Keys).Order(StringComparer.Ordinal).ToList();
        var outcomes = new ConcurrentBag<DocumentOutcome>();
        var done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = limits.Parallelism, CancellationToken = cancellation };
        await Parallel.ForEachAsync(names, parallel, async (name, stop) =>
        {
            var before = known.GetValueOrDefault(name);
            var outcome = before is not null && stored.TryGetValue(name, out var now) && IsSame(before, now)
                ? Unchanged(before)
                : await TryRefreshAsync(name, before, stop);
            outcomes.Add(outcome);
            progress?.Report(new(Interlocked.Increment(ref done), names.Count, outcome));
        });
        return new([.. outcomes.OrderBy(outcome => outcome.Name, StringComparer.Ordinal)], time.GetElapsedTime(started));
    }

    private async Task<DocumentOutcome> AloneAsync(string name, Func<Task<DocumentOutcome>> refresh, CancellationToken cancellation)
    {
        var turnstile = locks[(uint)name.GetHashCode(StringComparison.Ordinal) % locks.Length];
        await turnstile.WaitAsync(cancellation);
        try
        {
            return await refresh();
        }
        finally
        {
            turnstile.Release();
        }
    }

    // What the index had when the reconciling began will do: at worst something that another refresh has just done is done again.
    private async Task<DocumentOutcome> TryRefreshAsync(string name, IndexedDocument? known, CancellationToken cancellation)
    {
        try
        {
            return await AloneAsync(name, () => RefreshAsync(name, known, cancellation), cancellation);
        }
        catch (StorageUnavailableException e)
        {
            Log.Failed(logger, name, e);
            return new(name, RefreshAction.Failed, 0, e.Message);
        }
    }

    private async Task<DocumentOutcome> RefreshAsync(string name, IndexedDocument? known, CancellationToken cancellation)
    {
        if (!DocumentName.TryCreate(name, out var valid, out var fault))
        {
            var listed = (await source.ListAsync(cancellation)).FirstOrDefault(document => document.Name == name);
            return listed is null ? await DeleteAsync(name, cancellation)
                : await RefuseAsync(listed, hash: "", fault, cancellation);
        }

        await using var opened = await source.OpenAsync(valid, cancellation);
        if (opened is null)
        {
            return await DeleteAsync(name, cancellation);
        }

        if (known is not null && IsSame(known, opened.Stored))
        {
            return Unchanged(known);
        }

        if (opened.Stored.Size > limits.MaxDocumentBytes || await ReadAsync(opened.Content, cancellation) is not { } bytes)
        {
            return await RefuseAsync(opened.Stored, hash: "", TooLarge(opened.Stored.Size), cancellation);
        }

        var hash = Hash(bytes, making);
        if (known?.Hash == hash)
        {
            return Unchanged(known);
        }

        var reading = DocumentReader.Read(valid, bytes, cancellation);
        return reading.Document is { } document
            ? await IndexAsync(opened.Stored, document, hash, cancellation)
            : await RefuseAsync(opened.Stored, hash, reading.Refusal!, cancellation);
    }

    private async Task<DocumentOutcome> IndexAsync(StoredDocument stored, ParsedDocument document, string hash, CancellationToken cancellation)
    {
        var passages = chunker.Chunk(document, stored.Name);
        var (embedded, complete) = await embedder.EmbedAsync(passages, cancellation);
        // Without its vectors it can be found by its words; an empty hash and version make the next refresh try for the vectors again.
        var row = new IndexedDocument(
            stored.Name, document.Title, complete ? hash : "", passages.Count, time.GetUtcNow(), complete ? Stamp(stored) : "");
        await index.ReplaceDocumentAsync(row, embedded, cancellation);
        Log.Indexed(logger, stored.Name, passages.Count);
        return new(stored.Name, RefreshAction.Indexed, passages.Count);
    }

    private async Task<DocumentOutcome> RefuseAsync(StoredDocument stored, string hash, string reason, CancellationToken cancellation)
    {
        var row = new IndexedDocument(
            stored.Name, stored.Name, hash, 0, time.GetUtcNow(), Stamp(stored), DocumentState.Refused, reason);
        await index.ReplaceDocumentAsync(row, [], cancellation);
        Log.Refused(logger, stored.Name, reason);
        return new(stored.Name, RefreshAction.Refused, 0, reason);
    }

    private async Task<DocumentOutcome> DeleteAsync(string name, CancellationToken cancellation)
    {
        if (!await index.DeleteDocumentAsync(name, cancellation))
        {
            return new(name, RefreshAction.Missing, 0);
        }

        Log.Deleted(logger, name);
        return new(name, RefreshAction.Deleted, 0);
    }

    private static DocumentOutcome Unchanged(IndexedDocument known) => known.State == DocumentState.Refused
        ? new(known.Name, RefreshAction.Refused, 0, known.Reason)
        : new(known.Name, RefreshAction.Unchanged, known.Passages);

    private bool IsSame(IndexedDocument known, StoredDocument stored) => known.SourceVersion == Stamp(stored);

    private string Stamp(StoredDocument stored) => $"{making}:{stored.Version}";

    private string TooLarge(long size) =>
        $"The document is too large: {Math.Max(size, limits.MaxDocumentBytes + 1L):N0} bytes, and at most {limits.MaxDocumentBytes:N0} are read.";

    // Null when there is more than the limit, whatever the source said of the size.
    private async Task<byte[]?> ReadAsync(Stream content, CancellationToken cancellation)
    {
        var buffer = new MemoryStream();
        var block = new byte[81_920];
        for (int read; (read = await content.ReadAsync(block, cancellation)) > 0;)
        {
            if (buffer.Length + read > limits.MaxDocumentBytes)
            {
                return null;
            }

            buffer.Write(block, 0, read);
        }

        return buffer.ToArray();
    }

    private static string Hash(ReadOnlySpan<byte> bytes, string making = "")
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(making));
        sha.AppendData(bytes);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Indexed {Document}: {Passages} passages")]
        public static partial void Indexed(ILogger logger, string document, int passages);

        [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Document} from the index")]
        public static partial void Deleted(ILogger logger, string document);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {Document}: {Reason}")]
        public static partial void Refused(ILogger logger, string document, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Could not refresh {Document}; the next refresh tries again")]
        public static partial void Failed(ILogger logger, string document, Exception exception);
    }
}
