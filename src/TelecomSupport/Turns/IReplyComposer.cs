using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge;
using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>An agent's voice: decides which tools to call and what to reply. Registered under its agent's name; safe for concurrent use.</summary>
public interface IReplyComposer
{
    /// <returns>A reply, or tool calls when the request allows them.</returns>
    Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation);
}

/// <summary>What a reply may be made of.</summary>
/// <param name="History">The conversation before this turn.</param>
/// <param name="Passages">The retrieved passages, best first; empty for an agent that does not retrieve.</param>
public sealed record ComposeContext(ComposeRequest Request, ConversationHistory History, IReadOnlyList<ScoredPassage> Passages)
{
    public TurnRequest Turn => Request.Turn;
    public RouteDecision Route => Request.Route;
    public IReadOnlyList<ToolResult> ToolResults => Request.ToolResults;
}
