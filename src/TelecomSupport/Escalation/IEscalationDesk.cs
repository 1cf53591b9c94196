using TelecomSupport.Conversations;

namespace TelecomSupport.Escalation;

/// <summary>Where the people are: takes cases and what customers write while one is open. Safe for concurrent use.</summary>
public interface IEscalationDesk
{
    /// <summary>Opens the case; one that is already open by this id stays as it is.</summary>
    Task OpenAsync(EscalationCase escalation, CancellationToken cancellation);

    /// <summary>Adds a customer's later message to an open case; the same turn added again changes nothing.</summary>
    Task AddTurnAsync(string caseId, TurnRecord turn, CancellationToken cancellation);
}
