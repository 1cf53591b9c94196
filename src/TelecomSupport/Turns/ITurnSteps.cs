using TelecomSupport.Billing;
using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>
/// Everything a turn does outside <see cref="TurnWorkflow"/>. An engine stands behind it that finishes and keeps each step before the next
/// (the local journal, Durable activities); <see cref="TurnSteps"/> is the work itself. A step may run more than once when a process dies in
/// it, so each is idempotent. Inputs and outputs are small: ids and decisions, no transcripts.
/// </summary>
/// <remarks>Every step but <see cref="SaveTurnAsync"/> throws <see cref="StepFailedException"/> when it failed for good, retries included, or
/// when the turn's deadline passed; saving goes on until it succeeds.</remarks>
public interface ITurnSteps
{
    Task<RouteDecision> RouteMessageAsync(TurnRequest turn);

    Task<Retrieval> RetrievePassagesAsync(RoutedTurn turn);

    Task<Composition> ComposeReplyAsync(ComposeRequest request);

    Task<ToolResult> CallBillingToolAsync(ToolCallRequest request);

    /// <summary>Opens the escalation case if there is one, then appends the turn to its thread.</summary>
    /// <returns>The result that was saved: the first one's when the turn was saved before.</returns>
    Task<TurnResult> SaveTurnAsync(TurnDraft draft);
}

public sealed record RoutedTurn(TurnRequest Turn, RouteDecision Route);

/// <summary>What retrieval decided; the passages themselves stay in the index.</summary>
/// <param name="Question">The question as retrieved for, made to stand alone from the conversation.</param>
/// <param name="Passages">Best first; empty when nothing was found.</param>
/// <param name="Sufficient">Whether they answer the question, as measured; when not, the reply says so and cites nothing.</param>
/// <param name="Plausible">
/// Whether they may answer it all the same: a language model, where there is one, reads them and decides. Means nothing when they are sufficient.
/// </param>
public sealed record Retrieval(string Question, IReadOnlyList<PassageScore> Passages, bool Sufficient, bool Plausible = false);

/// <param name="Score">Relevance to the question, 0 to 1.</param>
public sealed record PassageScore(string PassageId, double Score);

/// <param name="Agent">The name of the agent that is to reply.</param>
/// <param name="Retrieval">Null for an agent that does not retrieve.</param>
/// <param name="ToolResults">The turn's calls so far, in order.</param>
/// <param name="MayCallTools">False in the last round: the reply is due.</param>
public sealed record ComposeRequest(
    TurnRequest Turn,
    RouteDecision Route,
    string Agent,
    Retrieval? Retrieval,
    IReadOnlyList<ToolResult> ToolResults,
    bool MayCallTools)
{
    /// <summary>A language model failed in an earlier round of this turn, and the reply is to be finished without it.</summary>
    public bool WithoutModel { get; init; }
}

public sealed record ToolCallRequest(TurnRequest Turn, ToolCall Call);

/// <summary>Thrown by a step that failed for good.</summary>
/// <param name="step">The step's name.</param>
public sealed class StepFailedException(string step, string reason, Exception? inner = null)
    : Exception($"{step} failed: {reason}", inner)
{
    public string Step { get; } = step;
}
