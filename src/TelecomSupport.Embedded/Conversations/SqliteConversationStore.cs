using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Storage;

namespace TelecomSupport.Embedded.Conversations;

public sealed class SqliteConversationStore(SqliteDatabase database, TimeProvider time) : IConversationStore
{
    // A turn accepted before the last reset is not part of the conversation, also when it was saved after it.
    private const string SinceReset =
        "received_at > coalesce((SELECT cleared_at FROM threads WHERE threads.thread_id = turns.thread_id), 0)";

    public Task<bool> ClaimAsync(string threadId, string customerId, CancellationToken cancellation)
    {
        var found = database.ReadAsync(session => Owner(session, threadId), cancellation);
        return found.IsCompletedSuccessfully && found.Result is { } owner
            ? Task.FromResult(owner == customerId)
            : database.WriteAsync(
                session =>
                {
                    session.Execute("INSERT INTO threads (thread_id, customer_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", threadId, customerId);
                    return Owner(session, threadId) == customerId;
                },
                durable: false,
                cancellation);
    }

    public Task<ConversationThread?> FindThreadAsync(string threadId, CancellationToken cancellation) =>
        database.ReadAsync(
            session => session.First(
                "SELECT customer_id, held_by_case, cleared_at FROM threads WHERE thread_id = $1",
                row => new ConversationThread(
                    threadId,
                    row.GetString(0),
                    row.IsDBNull(1) ? null : row.GetString(1),
                    row.IsDBNull(2) ? null : new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero)),
                threadId),
            cancellation);

    public Task<IReadOnlyList<TurnRecord>> ReadRecentTurnsAsync(string threadId, int count, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<TurnRecord>>(
            session =>
            {
                var turns = session.All(
                    $"SELECT record FROM turns WHERE thread_id = $1 AND {SinceReset} ORDER BY seq DESC LIMIT $2", row => Record(row, 0), threadId, count);
                turns.Reverse();
                return turns;
            },
            cancellation);

    public Task<TurnPage> ReadTurnsAsync(string threadId, int limit, string? cursor, CancellationToken cancellation)
    {
        var after = 0L;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new FormatException("The cursor is not one of a page's.");
        }

        return database.ReadAsync(
            session =>
            {
                var rows = session.All(
                    $"SELECT record, seq FROM turns WHERE thread_id = $1 AND seq > $2 AND {SinceReset} ORDER BY seq LIMIT $3",
                    row => (Turn: Record(row, 0), Seq: row.GetInt64(1)),
                    threadId,
                    after,
                    limit + 1);
                var next = rows.Count > limit ? rows[limit - 1].Seq.ToString(CultureInfo.InvariantCulture) : null;
                return new TurnPage([.. rows.Take(limit).Select(row => row.Turn)], next);
            },
            cancellation);
    }

    public Task<TurnRecord?> FindTurnAsync(string turnId, CancellationToken cancellation) =>
        database.ReadAsync(session => Find(session, turnId), cancellation);

    public Task<TurnRecord> AppendTurnAsync(TurnRecord turn, CancellationToken cancellation) =>
        database.WriteAsync(
            session =>
            {
                var (request, result) = (turn.Request, turn.Result);
                var appended = session.Execute(
                    "INSERT INTO turns (turn_id, thread_id, received_at, record) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    request.TurnId,
                    request.ThreadId,
                    request.ReceivedAt.UtcTicks,
                    JsonSerializer.Serialize(turn, SupportJson.Options));
                if (appended == 0)
                {
                    return Find(session, request.TurnId)!;
                }

                if (turn.OpensCase)
                {
                    session.Execute(
                        "UPDATE threads SET held_by_case = $2 WHERE thread_id = $1 AND coalesce(cleared_at, 0) < $3",
                        request.ThreadId,
                        result.CaseId,
                        request.ReceivedAt.UtcTicks);
                }

                return turn;
            },
            durable: true,
            cancellation);

    public Task ResetAsync(string threadId, string customerId, CancellationToken cancellation) =>
        database.WriteAsync(
            session => session.Execute(
                "UPDATE threads SET held_by_case = NULL, cleared_at = $3 WHERE thread_id = $1 AND customer_id = $2",
                threadId,
                customerId,
                time.GetUtcNow().UtcTicks),
            durable: true,
            cancellation);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync(
            session =>
            {
                const string Old = "SELECT thread_id FROM turns GROUP BY thread_id HAVING max(received_at) < $1";
                var threads = session.Execute($"DELETE FROM threads WHERE thread_id IN ({Old})", before.UtcTicks);
                session.Execute($"DELETE FROM turns WHERE thread_id IN ({Old})", before.UtcTicks);
                return threads;
            },
            durable: true,
            cancellation);

    private static string? Owner(SqliteSession session, string threadId) =>
        session.First("SELECT customer_id FROM threads WHERE thread_id = $1", row => row.GetString(0), threadId);

    private static TurnRecord? Find(SqliteSession session, string turnId) =>
        session.First("SELECT record FROM turns WHERE turn_id = $1", row => Record(row, 0), turnId);

    private static TurnRecord Record(SqliteDataReader row, int column) =>
        JsonSerializer.Deserialize<TurnRecord>(row.GetString(column), SupportJson.Options)!;
}
