using TelecomSupport.Conversations;
using TelecomSupport.Escalation;

namespace TelecomSupport.Azure.Escalation;

public enum EscalationMessageKind
{
    CaseOpened,
    TurnAdded,
}

/// <summary>What the escalation queue carries, as <c>snake_case</c> JSON in base64. A message may come more than once.</summary>
public sealed record EscalationMessage
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;
    public required EscalationMessageKind Kind { get; init; }
    public required string CaseId { get; init; }

    /// <summary>Why the case was opened; null when a turn was added.</summary>
    public EscalationReason? Reason { get; init; }

    public required string ThreadId { get; init; }
    public required string CustomerId { get; init; }

    /// <summary>ISO 639-1 code.</summary>
    public required string Language { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Where the whole <see cref="EscalationCase"/>, or the added <see cref="TurnRecord"/>, is kept: container, slash, name.</summary>
    public required string Blob { get; init; }

    /// <summary>The thread's turns, or the added one; null when they don't fit a message.</summary>
    public IReadOnlyList<TurnRecord>? Conversation { get; init; }
}
