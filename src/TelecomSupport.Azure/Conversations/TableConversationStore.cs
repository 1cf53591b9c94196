using System.Globalization;
using Azure;
using Azure.Data.Tables;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Conversations;

namespace TelecomSupport.Azure.Conversations;

/// <summary>
/// Conversations in Table Storage. An append writes the turn, its id and the thread's row in one transaction that the thread's ETag guards,
/// so turns are numbered without gaps, in the order they were appended, and the newest are read in one request.
/// </summary>
/// <param name="table">The table's name; made when it is absent.</param>
public sealed class TableConversationStore(AzureStorage storage, TimeProvider time, string table = "Conversations") : IConversationStore
{
    private const string Service = "Table Storage";

    // Each refused attempt means that another writer of the same thread got through.
    private const int MaxAttempts = 100;

    // The most that one transaction takes.
    private const int MaxBatch = 100;

    public Task<bool> ClaimAsync(string threadId, string customerId, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            var thread = await FindAsync(rows, threadId, cancellation) ?? await AddAsync(rows, threadId, customerId, cancellation);
            return thread.CustomerId == customerId;
        },
        cancellation);

    public Task<ConversationThread?> FindThreadAsync(string threadId, CancellationToken cancellation) => RunAsync(
        async rows => await FindAsync(rows, threadId, cancellation) is { } thread
            ? new ConversationThread(threadId, thread.CustomerId, thread.HeldByCase, thread.ClearedAt)
            : null,
        cancellation);

    public Task<IReadOnlyList<TurnRecord>> ReadRecentTurnsAsync(string threadId, int count, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            var partition = ConversationRows.Thread(threadId);
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {ConversationRows.AfterTurns}");
            ThreadState? thread = null;
            var turns = new List<TurnRecord>();
            await foreach (var row in rows.QueryAsync<TableEntity>(filter, Math.Min(count, 999) + 1, cancellationToken: cancellation))
            {
                if (row.RowKey == ConversationRows.ThreadRow)
                {
                    thread = ThreadState.From(row);
                }
                else if (turns.Count == count || thread is null || row.GetInt64("Sequence") <= thread.ClearedTurns)
                {
                    break;
                }
                else if (thread.Shows(row))
                {
                    turns.Add(RecordProperties.Get<TurnRecord>(row));
                }
            }

            turns.Reverse();
            return (IReadOnlyList<TurnRecord>)turns;
        },
        cancellation);

    public Task<TurnPage> ReadTurnsAsync(string threadId, int limit, string? cursor, CancellationToken cancellation)
    {
        var after = 0L;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new FormatException("The cursor is not one of a page's.");
        }

        return RunAsync(
            async rows =>
            {
                if (await FindAsync(rows, threadId, cancellation) is not { } thread)
                {
                    return new TurnPage([], null);
                }

                var page = new List<TableEntity>();
                var last = Math.Max(after, thread.ClearedTurns);
                while (page.Count <= limit && last < thread.Turns)
                {
                    var first = last + 1;
                    last = Math.Min(thread.Turns, last + limit + 1 - page.Count);
                    page.AddRange((await ReadAsync(rows, threadId, first, last, cancellation)).Where(thread.Shows));
                }

                var turns = page.Take(limit).Select(RecordProperties.Get<TurnRecord>).ToArray();
                return new TurnPage(turns, page.Count > limit ? page[limit - 1].GetInt64("Sequence")?.ToString(CultureInfo.InvariantCulture) : null);
            },
            cancellation);
    }

    public Task<TurnRecord?> FindTurnAsync(string turnId, CancellationToken cancellation) => RunAsync(
        async rows => await GetAsync(rows, ConversationRows.TurnPartition(turnId), ConversationRows.ThreadRow, cancellation) is { } pointer
            ? await FindAsync(rows, pointer.GetString("ThreadId"), turnId, cancellation)
            : null,
        cancellation);

    public Task<TurnRecord> AppendTurnAsync(TurnRecord turn, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            var request = turn.Request;
            await rows.UpsertEntityAsync(ConversationRows.Pointer(turn), TableUpdateMode.Replace, cancellation);
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var thread = await FindAsync(rows, request.ThreadId, cancellation) ?? ThreadState.New(request.ThreadId, request.CustomerId);
                if (await TryAppendAsync(rows, thread, turn, cancellation))
                {
                    return turn;
                }

                if (await FindAsync(rows, request.ThreadId, request.TurnId, cancellation) is { } earlier)
                {
                    return earlier;
                }
            }

            throw TooBusy();
        },
        cancellation);

    public Task ResetAsync(string threadId, string customerId, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var thread = await FindAsync(rows, threadId, cancellation);
                if (thread?.CustomerId != customerId || await TryReplaceAsync(rows, thread.Cleared(time.GetUtcNow()), cancellation))
                {
                    return true;
                }
            }

            throw TooBusy();
        },
        cancellation);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            // "." comes after "-": every thread's partition, and no turn's.
            var filter = TableClient.CreateQueryFilter($"PartitionKey ge 'thread-' and PartitionKey lt 'thread.' and RowKey eq {ConversationRows.ThreadRow} and LastTurnAt lt {before.UtcTicks}");
            var purged = 0;
            await foreach (var row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            {
                purged += await TryPurgeAsync(rows, row, cancellation) ? 1 : 0;
            }

            return purged;
        },
        cancellation);

    private static StorageUnavailableException TooBusy() => new($"{Service} is written by too many at once in one thread.");

    /// <returns>False when the thread had another turn meanwhile; it then stays, without its old ones.</returns>
    private static async Task<bool> TryPurgeAsync(TableClient rows, TableEntity thread, CancellationToken cancellation)
    {
        // The thread's own row goes last: as long as it is there, the next purge finds what this one left.
        var partition = thread.PartitionKey;
        var last = thread.GetInt64(nameof(ThreadState.Turns)) ?? 0;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {ConversationRows.ThreadRow} and Sequence le {last}");
        var batch = new List<TableTransactionAction>();
        await foreach (var row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (string.CompareOrdinal(row.RowKey, ConversationRows.AfterTurns) < 0)
            {
                var turnId = RecordProperties.Get<TurnRecord>(row).Request.TurnId;
                await rows.DeleteEntityAsync(ConversationRows.TurnPartition(turnId), ConversationRows.ThreadRow, ETag.All, cancellation);
            }

            batch.Add(new(TableTransactionActionType.Delete, row, ETag.All));
            if (batch.Count == MaxBatch)
            {
                await rows.SubmitTransactionAsync(batch, cancellation);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            await rows.SubmitTransactionAsync(batch, cancellation);
        }

        try
        {
            await rows.DeleteEntityAsync(partition, ConversationRows.ThreadRow, thread.ETag, cancellation);
            return true;
        }
        catch (RequestFailedException failed) when (failed.Status == 412)
        {
            return false;
        }
    }

    /// <returns>False when another writer was first: the thread has changed, or has the turn already.</returns>
    private static async Task<bool> TryAppendAsync(TableClient rows, ThreadState thread, TurnRecord turn, CancellationToken cancellation)
    {
        var next = thread.With(turn);
        var threadRow = next.ToRow();
        try
        {
            await rows.SubmitTransactionAsync(
                [
                    thread.ETag == default
                        ? new TableTransactionAction(TableTransactionActionType.Add, threadRow)
                        : new TableTransactionAction(TableTransactionActionType.UpdateReplace, threadRow, thread.ETag),
                    new TableTransactionAction(TableTransactionActionType.Add, ConversationRows.TurnId(turn, next.Turns)),
                    new TableTransactionAction(TableTransactionActionType.Add, ConversationRows.Turn(turn, next.Turns)),
                ],
                cancellation);
            return true;
        }
        catch (RequestFailedException failed) when (failed.Status is 409 or 412)
        {
            return false;
        }
    }

    private static async Task<bool> TryReplaceAsync(TableClient rows, ThreadState thread, CancellationToken cancellation)
    {
        try
        {
            await rows.UpdateEntityAsync(thread.ToRow(), thread.ETag, TableUpdateMode.Replace, cancellation);
            return true;
        }
        catch (RequestFailedException failed) when (failed.Status == 412)
        {
            return false;
        }
    }

    private static async Task<ThreadState> AddAsync(TableClient rows, string threadId, string customerId, CancellationToken cancellation)
    {
        var thread = ThreadState.New(threadId, customerId);
        try
        {
            await rows.AddEntityAsync(thread.ToRow(), cancellation);
            return thread;
        }
        catch (RequestFailedException failed) when (failed.Status == 409)
        {
            return await FindAsync(rows, threadId, cancellation) ?? throw TooBusy();
        }
    }

    private static async Task<ThreadState?> FindAsync(TableClient rows, string threadId, CancellationToken cancellation) =>
        await GetAsync(rows, ConversationRows.Thread(threadId), ConversationRows.ThreadRow, cancellation) is { } row ? ThreadState.From(row) : null;

    private static async Task<TurnRecord?> FindAsync(TableClient rows, string threadId, string turnId, CancellationToken cancellation)
    {
        var partition = ConversationRows.Thread(threadId);
        var id = await GetAsync(rows, partition, ConversationRows.TurnIdRow(turnId), cancellation);
        return id?.GetInt64("Sequence") is { } sequence
            && await GetAsync(rows, partition, ConversationRows.TurnRow(sequence), cancellation) is { } row
                ? RecordProperties.Get<TurnRecord>(row)
                : null;
    }

    /// <returns>The turns of these sequence numbers, oldest first.</returns>
    private static async Task<IEnumerable<TableEntity>> ReadAsync(
        TableClient rows, string threadId, long first, long last, CancellationToken cancellation)
    {
        var (partition, newest, oldest) = (ConversationRows.Thread(threadId), ConversationRows.TurnRow(last), ConversationRows.TurnRow(first));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {newest} and RowKey le {oldest}");
        var found = new List<TableEntity>();
        await foreach (var row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            found.Add(row);
        }

        return found.OrderBy(row => row.GetInt64("Sequence"));
    }

    private static async Task<TableEntity?> GetAsync(TableClient rows, string partition, string row, CancellationToken cancellation)
    {
        var found = await rows.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    private Task<T> RunAsync<T>(Func<TableClient, Task<T>> work, CancellationToken cancellation) =>
        AzureFailures.GuardAsync(Service, async () => await work(await storage.TableAsync(table, cancellation)), cancellation);
}
