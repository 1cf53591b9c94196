using System.Globalization;
using Azure;
using Azure.Data.Tables;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Conversations;

namespace TelecomSupport.Azure.Conversations;

/// <summary>
/// The rows of the conversation table. A thread is one partition: its own row (<c>0</c>), its turns, newest first (<c>1-…</c>, by descending
/// sequence number), and a row for each turn id (<c>2-…</c>) that keeps a turn from being appended twice and finds it. Every turn id also has a
/// partition of its own, which says the thread.
/// </summary>
internal static class ConversationRows
{
    public const string ThreadRow = "0";
    public const string AfterTurns = "2";

    public static string Thread(string threadId) => "thread-" + TableKey.Of(threadId);

    public static string TurnPartition(string turnId) => "turn-" + TableKey.Of(turnId);

    public static string TurnRow(long sequence) => "1-" + (long.MaxValue - sequence).ToString("D19", CultureInfo.InvariantCulture);

    public static string TurnIdRow(string turnId) => "2-" + TableKey.Of(turnId);

    public static TableEntity Pointer(TurnRecord turn) =>
        new(TurnPartition(turn.Request.TurnId), ThreadRow) { ["ThreadId"] = turn.Request.ThreadId };

    public static TableEntity TurnId(TurnRecord turn, long sequence) =>
        new(Thread(turn.Request.ThreadId), TurnIdRow(turn.Request.TurnId)) { ["Sequence"] = sequence };

    public static TableEntity Turn(TurnRecord turn, long sequence)
    {
        var entity = new TableEntity(Thread(turn.Request.ThreadId), TurnRow(sequence))
        {
            ["Sequence"] = sequence,
            ["ReceivedAt"] = turn.Request.ReceivedAt.UtcTicks,
        };
        RecordProperties.Set(entity, turn);
        return entity;
    }
}

/// <summary>A thread's own row.</summary>
/// <param name="Turns">How many turns were ever appended: the newest one's sequence number, from 1.</param>
/// <param name="ClearedTurns">The newest turn's sequence number at the last reset.</param>
/// <param name="LastTurnAt">When the newest turn was received; null when there is none yet.</param>
/// <param name="ETag">Of the row this was read from; the default when there is none yet.</param>
internal sealed record ThreadState(
    string ThreadId, string CustomerId, string? HeldByCase, DateTimeOffset? ClearedAt, long Turns, long ClearedTurns, DateTimeOffset? LastTurnAt, ETag ETag)
{
    public static ThreadState New(string threadId, string customerId) => new(threadId, customerId, null, null, 0, 0, null, default);

    public static ThreadState From(TableEntity row) => new(
        row.GetString(nameof(ThreadId)),
        row.GetString(nameof(CustomerId)),
        row.GetString(nameof(HeldByCase)),
        Time(row, nameof(ClearedAt)),
        row.GetInt64(nameof(Turns)) ?? 0,
        row.GetInt64(nameof(ClearedTurns)) ?? 0,
        Time(row, nameof(LastTurnAt)),
        row.ETag);

    /// <summary>A property that is null is left out, and so removed by a replace.</summary>
    public TableEntity ToRow() => new(ConversationRows.Thread(ThreadId), ConversationRows.ThreadRow)
    {
        [nameof(ThreadId)] = ThreadId,
        [nameof(CustomerId)] = CustomerId,
        [nameof(HeldByCase)] = HeldByCase,
        [nameof(ClearedAt)] = ClearedAt?.UtcTicks,
        [nameof(Turns)] = Turns,
        [nameof(ClearedTurns)] = ClearedTurns,
        [nameof(LastTurnAt)] = LastTurnAt?.UtcTicks,
    };

    /// <summary>A turn accepted before the last reset is not part of the conversation, also when it was saved after it.</summary>
    public bool Shows(TableEntity turn) =>
        turn.GetInt64("Sequence") > ClearedTurns && turn.GetInt64("ReceivedAt") > (ClearedAt?.UtcTicks ?? 0);

    public ThreadState With(TurnRecord turn) => this with
    {
        Turns = Turns + 1,
        LastTurnAt = LastTurnAt > turn.Request.ReceivedAt ? LastTurnAt : turn.Request.ReceivedAt,
        HeldByCase = turn.OpensCase && turn.Request.ReceivedAt > (ClearedAt ?? DateTimeOffset.MinValue) ? turn.Result.CaseId : HeldByCase,
    };

    public ThreadState Cleared(DateTimeOffset now) => this with { HeldByCase = null, ClearedAt = now, ClearedTurns = Turns };

    private static DateTimeOffset? Time(TableEntity row, string name) =>
        row.GetInt64(name) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
}
