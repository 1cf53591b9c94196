using System.Text.Json;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Turns;

namespace TelecomSupport.Embedded.Turns;

/// <summary>
/// Accepted turns and their finished steps, until the turn is saved. What an interrupted process leaves here, the next one finishes.
/// Safe for concurrent use.
/// </summary>
public sealed class TurnJournal(SqliteDatabase database)
{
    /// <summary>Keeps the turn, durably, unless it is already here. Turns are kept in the order of the calls.</summary>
    /// <returns>False when it was here.</returns>
    public Task<bool> AcceptAsync(TurnRequest turn, CancellationToken cancellation) =>
        database.WriteAsync(
            session => session.Execute(
                "INSERT INTO journal_turns (turn_id, request) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                turn.TurnId,
                JsonSerializer.Serialize(turn, SupportJson.Options)) == 1,
            durable: true,
            cancellation);

    /// <summary>Keeps a finished step's output.</summary>
    /// <param name="position">The step's place in the turn, from 0.</param>
    /// <param name="durable">Whether the step had an effect that a power failure must not make it forget.</param>
    public Task AppendStepAsync(string turnId, int position, string name, string output, bool durable) =>
        database.WriteAsync(
            session => session.Execute(
                "INSERT OR REPLACE INTO journal_steps (turn_id, position, name, output) VALUES ($1, $2, $3, $4)", turnId, position, name, output),
            durable);

    /// <returns>The turn's finished steps in order.</returns>
    public Task<IReadOnlyList<JournalStep>> ReadStepsAsync(string turnId, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<JournalStep>>(
            session => session.All(
                "SELECT name, output FROM journal_steps WHERE turn_id = $1 ORDER BY position",
                row => new JournalStep(row.GetString(0), row.GetString(1)),
                turnId),
            cancellation);

    /// <returns>The unfinished turns in the order of their acceptance.</returns>
    public Task<IReadOnlyList<TurnRequest>> ReadUnfinishedAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<TurnRequest>>(
            session => session.All(
                "SELECT request FROM journal_turns ORDER BY seq",
                row => JsonSerializer.Deserialize<TurnRequest>(row.GetString(0), SupportJson.Options)!),
            cancellation);

    /// <summary>Forgets a turn that has been saved elsewhere.</summary>
    public Task ForgetAsync(string turnId) =>
        database.WriteAsync(
            session => session.Execute("DELETE FROM journal_steps WHERE turn_id = $1", turnId)
                + session.Execute("DELETE FROM journal_turns WHERE turn_id = $1", turnId),
            durable: false);
}

/// <param name="Output">JSON of what the step returned.</param>
public sealed record JournalStep(string Name, string Output);
