using TelecomSupport.Conversations;

namespace TelecomSupport.Escalation;

public enum EscalationReason
{
    /// <summary>The customer asked for a person.</summary>
    PersonRequested,

    /// <summary>The customer is clearly upset.</summary>
    Upset,

    /// <summary>Three messages in a row could not be understood.</summary>
    RepeatedClarification,

    /// <summary>The billing system kept failing.</summary>
    ToolFailure,

    /// <summary>The turn could not be answered: a step failed for good, or the deadline passed.</summary>
    Unanswered,
}

/// <summary>A thread handed to a person.</summary>
/// <param name="CaseId"><c>ESC-…</c>, made of the turn's id: opening it again is the same case.</param>
/// <param name="Conversation">The thread's turns, the escalating one last.</param>
public sealed record EscalationCase(
    string CaseId,
    EscalationReason Reason,
    string ThreadId,
    string CustomerId,
    string Language,
    DateTimeOffset OpenedAt,
    IReadOnlyList<TurnRecord> Conversation)
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;
}
