using System.Text.Json;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Escalation;

namespace TelecomSupport.Embedded.Escalation;

/// <summary>Keeps cases in the database, for people to work through from there.</summary>
public sealed class SqliteEscalationDesk(SqliteDatabase database) : IEscalationDesk
{
    public Task OpenAsync(EscalationCase escalation, CancellationToken cancellation) =>
        database.WriteAsync(
            session => session.Execute(
                "INSERT INTO escalation_cases (case_id, opened_at, escalation) VALUES ($1, $2, $3) ON CONFLICT (case_id) DO NOTHING",
                escalation.CaseId,
                escalation.OpenedAt.UtcTicks,
                JsonSerializer.Serialize(escalation, SupportJson.Options)),
            durable: true,
            cancellation);

    public Task AddTurnAsync(string caseId, TurnRecord turn, CancellationToken cancellation) =>
        database.WriteAsync(
            session => session.Execute(
                "INSERT INTO escalation_turns (case_id, turn_id, record) VALUES ($1, $2, $3) ON CONFLICT (turn_id) DO NOTHING",
                caseId,
                turn.Request.TurnId,
                JsonSerializer.Serialize(turn, SupportJson.Options)),
            durable: true,
            cancellation);

    /// <returns>The case with the turns added since, oldest first; null when there is none by this id.</returns>
    public Task<EscalationCase?> FindAsync(string caseId, CancellationToken cancellation) =>
        database.ReadAsync(
            session =>
            {
                var found = session.First(
                    "SELECT escalation FROM escalation_cases WHERE case_id = $1",
                    row => JsonSerializer.Deserialize<EscalationCase>(row.GetString(0), SupportJson.Options),
                    caseId);
                var added = session.All(
                    "SELECT record FROM escalation_turns WHERE case_id = $1 ORDER BY seq",
                    row => JsonSerializer.Deserialize<TurnRecord>(row.GetString(0), SupportJson.Options)!,
                    caseId);
                return found is null ? null : found with { Conversation = [.. found.Conversation, .. added] };
            },
            cancellation);
}
