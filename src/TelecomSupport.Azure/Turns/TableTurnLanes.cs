using Azure;
using Azure.Data.Tables;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Turns;

namespace TelecomSupport.Azure.Turns;

/// <summary>
/// Lanes in Table Storage. A lane with turns is one row with all of them, replaced under its ETag, so that every change of a lane sees the one
/// before; a free lane has no row. A row for each turn says whose lane it is in; one that a dying process leaves behind points to nothing.
/// </summary>
/// <param name="table">The table's name; made when it is absent.</param>
public sealed class TableTurnLanes(AzureStorage storage, string table = "TurnLanes") : ITurnLanes
{
    private const string Service = "Table Storage";
    private const string Row = "0";

    // Each refused attempt means that another writer of the same lane got through.
    private const int MaxAttempts = 100;

    public Task<LaneEntry> EnterAsync(TurnRequest turn, bool onlyIfFree, CancellationToken cancellation) => RunAsync(
        rows => ChangeAsync<LaneEntry>(
            rows,
            turn.ThreadId,
            async lane =>
            {
                if (lane.Any(other => other.TurnId == turn.TurnId))
                {
                    return (LaneEntry.Known, null);
                }

                if (lane.Count >= (onlyIfFree ? 1 : ITurnLanes.MaxTurns))
                {
                    return (LaneEntry.Refused, null);
                }

                var pointer = new TableEntity(TurnPartition(turn.TurnId), Row) { ["ThreadId"] = turn.ThreadId };
                await rows.UpsertEntityAsync(pointer, TableUpdateMode.Replace, cancellation);
                return (lane.Count == 0 ? LaneEntry.First : LaneEntry.Behind, [.. lane, turn]);
            },
            cancellation),
        cancellation);

    public Task<TurnRequest?> LeaveAsync(string threadId, string turnId, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            var first = await ChangeAsync<TurnRequest?>(
                rows,
                threadId,
                lane =>
                {
                    IReadOnlyList<TurnRequest> left = [.. lane.Where(turn => turn.TurnId != turnId)];
                    return Task.FromResult<(TurnRequest?, IReadOnlyList<TurnRequest>?)>((left.Count > 0 ? left[0] : null, left.Count < lane.Count ? left : null));
                },
                cancellation);
            await rows.DeleteEntityAsync(TurnPartition(turnId), Row, ETag.All, cancellation);
            return first;
        },
        cancellation);

    public Task<TurnRequest?> FindAsync(string turnId, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            var pointer = await rows.GetEntityIfExistsAsync<TableEntity>(TurnPartition(turnId), Row, cancellationToken: cancellation);
            return pointer is { HasValue: true, Value: { } row }
                ? (await ReadAsync(rows, row.GetString("ThreadId"), cancellation)).Turns.FirstOrDefault(turn => turn.TurnId == turnId)
                : null;
        },
        cancellation);

    public Task<IReadOnlyList<TurnRequest>> ListWaitingAsync(DateTimeOffset before, CancellationToken cancellation) => RunAsync(
        async rows =>
        {
            // "." comes after "-": every lane's partition, and no turn's.
            var filter = TableClient.CreateQueryFilter($"PartitionKey ge 'lane-' and PartitionKey lt 'lane.' and ReceivedAt lt {before.UtcTicks}");
            var first = new List<TurnRequest>();
            await foreach (var row in rows.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            {
                first.Add(RecordProperties.Get<IReadOnlyList<TurnRequest>>(row)[0]);
            }

            return (IReadOnlyList<TurnRequest>)first;
        },
        cancellation);

    private static string LanePartition(string threadId) => "lane-" + TableKey.Of(threadId);

    private static string TurnPartition(string turnId) => "turn-" + TableKey.Of(turnId);

    /// <param name="change">Gives the result, and what the lane is to be; null leaves it as it is.</param>
    private static async Task<T> ChangeAsync<T>(
        TableClient rows,
        string threadId,
        Func<IReadOnlyList<TurnRequest>, Task<(T Result, IReadOnlyList<TurnRequest>? Changed)>> change,
        CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (lane, etag) = await ReadAsync(rows, threadId, cancellation);
            var (result, changed) = await change(lane);
            if (changed is null || await TryWriteAsync(rows, threadId, changed, etag, cancellation))
            {
                return result;
            }
        }

        throw new StorageUnavailableException($"{Service} is written by too many at once in one thread.");
    }

    private static async Task<(IReadOnlyList<TurnRequest> Turns, ETag? ETag)> ReadAsync(TableClient rows, string threadId, CancellationToken cancellation)
    {
        var found = await rows.GetEntityIfExistsAsync<TableEntity>(LanePartition(threadId), Row, cancellationToken: cancellation);
        return found is { HasValue: true, Value: { } row } ? (RecordProperties.Get<IReadOnlyList<TurnRequest>>(row), row.ETag) : ([], null);
    }

    /// <returns>False when another writer was first.</returns>
    private static async Task<bool> TryWriteAsync(
        TableClient rows, string threadId, IReadOnlyList<TurnRequest> turns, ETag? etag, CancellationToken cancellation)
    {
        var partition = LanePartition(threadId);
        var row = new TableEntity(partition, Row);
        if (turns.Count > 0)
        {
            row["ReceivedAt"] = turns[0].ReceivedAt.UtcTicks;
            RecordProperties.Set(row, turns);
        }

        try
        {
            await (turns.Count == 0 ? rows.DeleteEntityAsync(partition, Row, etag!.Value, cancellation)
                : etag is { } read ? rows.UpdateEntityAsync(row, read, TableUpdateMode.Replace, cancellation)
                : rows.AddEntityAsync(row, cancellation));
            return true;
        }
        catch (RequestFailedException failed) when (failed.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private Task<T> RunAsync<T>(Func<TableClient, Task<T>> work, CancellationToken cancellation) =>
        AzureFailures.GuardAsync(Service, async () => await work(await storage.TableAsync(table, cancellation)), cancellation);
}
