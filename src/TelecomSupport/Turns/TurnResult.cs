using TelecomSupport.Billing;
using TelecomSupport.Knowledge;
using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>What the customer gets for one message: the body of a 200 of <c>POST /chat</c>.</summary>
public record TurnResult
{
    public required string Response { get; init; }
    public required string ThreadId { get; init; }
    public required string TurnId { get; init; }

    /// <summary>The label of the agent that the message was routed to: <c>technical</c>, <c>billing</c> or <c>other</c>.</summary>
    public required string Category { get; init; }

    /// <summary>The router's calibrated probability that <see cref="Category"/> is right, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The agent that replied: <c>technical</c>, <c>billing</c> or <c>fallback</c>.</summary>
    public required string Agent { get; init; }

    public required bool NeedsClarification { get; init; }

    /// <summary>True when a person has the thread, from this turn or from an earlier one.</summary>
    public required bool Escalated { get; init; }

    /// <summary>The case that this turn opened (<c>REF-…</c> or <c>ESC-…</c>), or null.</summary>
    public string? CaseId { get; init; }

    /// <summary>Exactly what the reply cites: item n is <c>[n]</c> in <see cref="Response"/>.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    public IReadOnlyList<ToolCallSummary> ToolCalls { get; init; } = [];

    /// <summary>ISO 639-1 code of the message's language.</summary>
    public required string Language { get; init; }

    public required Sentiment Sentiment { get; init; }

    /// <summary>True when a configured language model could not be used and the reply was composed without it.</summary>
    public required bool Degraded { get; init; }

    /// <summary>From acceptance to the saved result, in milliseconds.</summary>
    public required long LatencyMs { get; init; }
}
