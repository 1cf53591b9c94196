using System.Text.Json.Serialization;
using TelecomSupport.Turns;

namespace TelecomSupport.Conversations;

/// <summary>A finished turn as it is stored: what was asked, what was answered, and what a follow-up may refer to.</summary>
public sealed record TurnRecord
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;
    public required TurnRequest Request { get; init; }
    public required TurnResult Result { get; init; }
    public Recall Recall { get; init; } = Recall.Nothing;

    /// <summary>The documentation did not cover the question.</summary>
    public bool Unanswered { get; init; }

    /// <summary>The prompts that a language model routed and replied by; empty when none did.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Whether the turn opened an escalation case, which then has the thread.</summary>
    [JsonIgnore]
    public bool OpensCase => Result.Escalated && Result.CaseId is { } caseId && caseId == Ids.EscalationCase(Request.TurnId);
}

/// <summary>What a reply leaves behind for the messages after it.</summary>
/// <param name="Topic">What the turn was about, in the agent's own terms: the standalone question, or the dialogue's open point; null for none.</param>
/// <param name="Items">What the reply listed or cited, in its order: "the second one" is item 1.</param>
public sealed record Recall(string? Topic, IReadOnlyList<RecallItem> Items)
{
    public static readonly Recall Nothing = new(null, []);
}

/// <summary>One thing that a reply listed.</summary>
/// <param name="Kind">What it is, such as <c>passage</c>, <c>bill</c> or <c>charge</c>.</param>
/// <param name="Id">Its id in the system that holds it.</param>
/// <param name="Label">What the customer saw.</param>
public sealed record RecallItem(string Kind, string Id, string Label);
