using System.Text.Json;
using Microsoft.Data.Sqlite;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Turns;

namespace TelecomSupport.Embedded.Turns;

/// <summary>Lanes in the database: a row for each accepted, unfinished turn.</summary>
public sealed class SqliteTurnLanes(SqliteDatabase database) : ITurnLanes
{
    public Task<LaneEntry> EnterAsync(TurnRequest turn, bool onlyIfFree, CancellationToken cancellation) =>
        database.WriteAsync(
            session =>
            {
                if (session.First("SELECT 1 FROM lane_turns WHERE turn_id = $1", row => row.GetInt32(0), turn.TurnId) == 1)
                {
                    return LaneEntry.Known;
                }

                var before = session.First("SELECT count(*) FROM lane_turns WHERE thread_id = $1", row => row.GetInt32(0), turn.ThreadId);
                if ((onlyIfFree && before > 0) || before >= ITurnLanes.MaxTurns)
                {
                    return LaneEntry.Refused;
                }

                session.Execute(
                    "INSERT INTO lane_turns (turn_id, thread_id, received_at, request) VALUES ($1, $2, $3, $4)",
                    turn.TurnId,
                    turn.ThreadId,
                    turn.ReceivedAt.UtcTicks,
                    JsonSerializer.Serialize(turn, SupportJson.Options));
                return before == 0 ? LaneEntry.First : LaneEntry.Behind;
            },
            durable: true,
            cancellation);

    public Task<TurnRequest?> LeaveAsync(string threadId, string turnId, CancellationToken cancellation) =>
        database.WriteAsync(
            session =>
            {
                session.Execute("DELETE FROM lane_turns WHERE turn_id = $1", turnId);
                return session.First("SELECT request FROM lane_turns WHERE thread_id = $1 ORDER BY seq LIMIT 1", Turn, threadId);
            },
            durable: true,
            cancellation);

    public Task<TurnRequest?> FindAsync(string turnId, CancellationToken cancellation) =>
        database.ReadAsync(session => session.First("SELECT request FROM lane_turns WHERE turn_id = $1", Turn, turnId), cancellation);

    public Task<IReadOnlyList<TurnRequest>> ListWaitingAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<TurnRequest>>(
            session => session.All(
                """
                SELECT request FROM lane_turns
                WHERE received_at < $1 AND seq IN (SELECT min(seq) FROM lane_turns GROUP BY thread_id)
                ORDER BY seq
                """,
                Turn,
                before.UtcTicks),
            cancellation);

    private static TurnRequest Turn(SqliteDataReader row) => JsonSerializer.Deserialize<TurnRequest>(row.GetString(0), SupportJson.Options)!;
}
