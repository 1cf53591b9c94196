using TelecomSupport.Billing;
using TelecomSupport.Escalation;
using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>
/// One message from acceptance to saved reply: what happens, in what order, and what happens when a step fails.
/// Deterministic: it has no clock, randomness or I/O of its own and awaits nothing but <see cref="ITurnSteps"/>, one step at a time, so an
/// engine may replay it from kept step results.
/// </summary>
/// <param name="maxToolRounds">How often an agent may ask for tools before its reply is due, at least 1.</param>
public sealed class TurnWorkflow(AgentCatalog agents, int maxToolRounds)
{
    /// <summary>So many messages in a row that could not be understood bring a person in.</summary>
    public const int ClarificationsBeforeEscalation = 3;

    public async Task<TurnResult> RunAsync(ITurnSteps steps, TurnRequest turn)
    {
        RouteDecision? route = null;
        var toolResults = new List<ToolResult>();
        TurnDraft draft;
        try
        {
            route = await steps.RouteMessageAsync(turn);
            draft = await AnswerAsync(steps, turn, route, toolResults);
        }
        catch (StepFailedException)
        {
            draft = Handover(turn, route, toolResults, EscalationReason.Unanswered);
        }

        return await steps.SaveTurnAsync(draft);
    }

    private async Task<TurnDraft> AnswerAsync(ITurnSteps steps, TurnRequest turn, RouteDecision route, List<ToolResult> toolResults)
    {
        if (route.HeldByCase is { } heldBy)
        {
            return Spoken(turn, route, toolResults, EscalationReplies.Held(route.Language, heldBy), escalation: null);
        }

        if (route.Escalate == EscalationReason.PersonRequested)
        {
            return Handover(turn, route, toolResults, EscalationReason.PersonRequested);
        }

        var agent = agents.For(route.Category);
        var retrieval = agent.Retrieves ? await steps.RetrievePassagesAsync(new(turn, route)) : null;
        var composition = await ComposeAsync(steps, turn, route, agent, retrieval, toolResults);
        if (composition.Unsettled && agents.Reader is { } reader && await AskDocumentsAsync(steps, turn, route, reader, toolResults) is { } read)
        {
            (agent, composition) = read.Unanswered ? (agent, composition with { Unanswered = true }) : (reader, read);
        }

        if (agent.CallsTools && toolResults.Count > 0 && toolResults.TrueForAll(result => result.Status == ToolStatus.Failed))
        {
            return Handover(turn, route, toolResults, EscalationReason.ToolFailure);
        }

        var escalation = composition.NeedsClarification && route.ClarificationsBefore + 1 >= ClarificationsBeforeEscalation
            ? EscalationReason.RepeatedClarification
            : route.Escalate ?? composition.Escalate;
        if (escalation is { } reason)
        {
            var notice = EscalationReplies.Opened(route.Language, reason, Ids.EscalationCase(turn.TurnId));
            composition = composition with { Reply = reason == EscalationReason.RepeatedClarification ? notice : $"{composition.Reply}\n\n{notice}" };
        }

        return new(turn, route, agent.Name, composition, toolResults, escalation);
    }

    // The router knows what customers write, not what the documents are about. Null when they have nothing near the message, or can't be asked:
    // the reply that there is stands.
    private async Task<Composition?> AskDocumentsAsync(
        ITurnSteps steps, TurnRequest turn, RouteDecision route, Agent reader, List<ToolResult> toolResults)
    {
        try
        {
            var retrieval = await steps.RetrievePassagesAsync(new(turn, route));
            return retrieval.Sufficient || retrieval.Plausible ? await ComposeAsync(steps, turn, route, reader, retrieval, toolResults) : null;
        }
        catch (StepFailedException)
        {
            return null;
        }
    }

    private async Task<Composition> ComposeAsync(
        ITurnSteps steps, TurnRequest turn, RouteDecision route, Agent agent, Retrieval? retrieval, List<ToolResult> toolResults)
    {
        var degraded = false;
        for (var round = 0; ; round++)
        {
            var mayCallTools = agent.CallsTools && round < maxToolRounds;
            var composition = await steps.ComposeReplyAsync(
                new(turn, route, agent.Name, retrieval, [.. toolResults], mayCallTools) { WithoutModel = degraded });
            degraded |= composition.Degraded;
            if (composition.Reply is not null)
            {
                return composition with { Degraded = degraded };
            }

            if (!mayCallTools || composition.ToolCalls.Count == 0)
            {
                throw new StepFailedException(nameof(ITurnSteps.ComposeReplyAsync), "the composer gave neither a reply nor a tool call it may make");
            }

            foreach (var call in composition.ToolCalls)
            {
                toolResults.Add(await steps.CallBillingToolAsync(new(turn, call with { Position = toolResults.Count })));
            }
        }
    }

    private TurnDraft Handover(TurnRequest turn, RouteDecision? route, List<ToolResult> toolResults, EscalationReason reason) =>
        Spoken(turn, route, toolResults, EscalationReplies.Opened(route?.Language ?? "en", reason, Ids.EscalationCase(turn.TurnId)), reason);

    // A reply in the workflow's own words is the fallback agent's.
    private TurnDraft Spoken(TurnRequest turn, RouteDecision? route, List<ToolResult> toolResults, string reply, EscalationReason? escalation) =>
        new(turn, route, agents.Fallback.Name, new Composition { Reply = reply }, toolResults, escalation);
}
