using TelecomSupport.Escalation;

namespace TelecomSupport.Routing;

/// <summary>What a message is about, and what follows from that for the turn.</summary>
public sealed record RouteDecision
{
    /// <summary>The label of a registered agent.</summary>
    public required string Category { get; init; }

    /// <summary>Calibrated probability that the category is right, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Who decided.</summary>
    public required RouteSource Source { get; init; }

    /// <summary>ISO 639-1 code of the message's language.</summary>
    public required string Language { get; init; }

    public required Sentiment Sentiment { get; init; }

    /// <summary>Why a person should have the thread, or null.</summary>
    public EscalationReason? Escalate { get; init; }

    /// <summary>The escalation case that already has the thread; the assistant then only takes the message down.</summary>
    public string? HeldByCase { get; init; }

    /// <summary>The last clarifications in a row before this message, none in between.</summary>
    public int ClarificationsBefore { get; init; }

    /// <summary>A configured language model was needed for the decision and could not be used.</summary>
    public bool Degraded { get; init; }

    /// <summary>The prompt that the language model decided by, as name, version and variant; null when it did not decide.</summary>
    public string? Prompt { get; init; }
}

public enum RouteSource
{
    /// <summary>The local classifier was sure.</summary>
    Classifier,

    /// <summary>The language model decided.</summary>
    Model,

    /// <summary>The conversation decided: a follow-up stays with its agent.</summary>
    Conversation,

    /// <summary>Nobody was sure.</summary>
    Default,
}

public enum Sentiment
{
    Neutral,
    Positive,
    Negative,
}
