using TelecomSupport.Billing;
using TelecomSupport.Escalation;
using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>A turn as the workflow leaves it, before it is saved.</summary>
/// <param name="Route">Null when even routing failed.</param>
/// <param name="Agent">The name of the agent that replied.</param>
/// <param name="Escalation">Why a person gets the thread with this turn, or null.</param>
public sealed record TurnDraft(
    TurnRequest Turn,
    RouteDecision? Route,
    string Agent,
    Composition Composition,
    IReadOnlyList<ToolResult> ToolResults,
    EscalationReason? Escalation);
