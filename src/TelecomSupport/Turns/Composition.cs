using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Turns;

/// <summary>What an agent wants next: tools called, or the reply sent.</summary>
public sealed record Composition
{
    /// <summary>Calls to make before composing again; empty when <see cref="Reply"/> is ready.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The reply, or null while tools are to be called.</summary>
    public string? Reply { get; init; }

    /// <summary>Exactly what the reply cites: item n is <c>[n]</c> in it.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    public Recall Recall { get; init; } = Recall.Nothing;

    /// <summary>The reply asks the customer what they meant.</summary>
    public bool NeedsClarification { get; init; }

    /// <summary>The agent has nothing of its own to say to the message; the documents may.</summary>
    public bool Unsettled { get; init; }

    /// <summary>The documents were asked and do not cover the question.</summary>
    public bool Unanswered { get; init; }

    /// <summary>Why a person should have the thread after this reply, or null: the customer took up the agent's offer of one, say.</summary>
    public EscalationReason? Escalate { get; init; }

    /// <summary>A configured language model could not be used.</summary>
    public bool Degraded { get; init; }

    /// <summary>The prompt that a language model composed it by, as name, version and variant; null when none did.</summary>
    public string? Prompt { get; init; }
}
