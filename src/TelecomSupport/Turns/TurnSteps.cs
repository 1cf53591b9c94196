using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>
/// The work of each step, the same under every engine. A method may be called again for a step that was interrupted, and then does nothing
/// twice. Throws what the ports throw; an engine turns that into retries and <see cref="StepFailedException"/>.
/// </summary>
public sealed class TurnSteps(
    IServiceProvider services,
    AgentCatalog agents,
    IMessageRouter router,
    HistoryReader histories,
    PassageRetriever retriever,
    IKnowledgeIndex index,
    BillingTools tools,
    IConversationStore conversations,
    IEscalationDesk desk,
    TimeProvider time)
{
    public async Task<RouteDecision> RouteMessageAsync(TurnRequest turn, CancellationToken cancellation)
    {
        var history = await histories.ReadAsync(turn, cancellation);
        var decision = await router.RouteAsync(turn.Message, history, cancellation);
        return decision with { HeldByCase = history.HeldByCase, ClarificationsBefore = history.ClarificationsInARow };
    }

    public async Task<Retrieval> RetrievePassagesAsync(RoutedTurn routed, CancellationToken cancellation)
    {
        var history = await histories.ReadAsync(routed.Turn, cancellation);
        return await retriever.RetrieveAsync(routed.Turn.Message, history, agents.Elsewhere(routed.Route), cancellation);
    }

    public async Task<Composition> ComposeReplyAsync(ComposeRequest request, CancellationToken cancellation)
    {
        var history = await histories.ReadAsync(request.Turn, cancellation);
        var passages = request.Retrieval is { Passages.Count: > 0 } retrieval ? await LoadAsync(retrieval, cancellation) : [];
        var composer = services.GetRequiredKeyedService<IReplyComposer>(request.Agent);
        return await composer.ComposeAsync(new(request, history, passages), cancellation);
    }

    public Task<ToolResult> CallBillingToolAsync(ToolCallRequest request, CancellationToken cancellation) =>
        tools.CallAsync(request.Turn, request.Call, cancellation);

    public async Task<TurnResult> SaveTurnAsync(TurnDraft draft, CancellationToken cancellation)
    {
        var turn = draft.Turn;
        if (await conversations.FindTurnAsync(turn.TurnId, cancellation) is { } saved)
        {
            return saved.Result;
        }

        var record = new TurnRecord
        {
            Request = turn,
            Result = Result(draft),
            Recall = draft.Composition.Recall,
            Unanswered = draft.Composition.Unanswered,
            Prompts = [.. new[] { draft.Route?.Prompt, draft.Composition.Prompt }.OfType<string>()],
        };
        if (draft.Escalation is { } reason)
        {
            var before = await conversations.ReadRecentTurnsAsync(turn.ThreadId, HistoryReader.MaxTurns, cancellation);
            var language = record.Result.Language;
            var caseId = Ids.EscalationCase(turn.TurnId);
            await desk.OpenAsync(
                new(caseId, reason, turn.ThreadId, turn.CustomerId, language, time.GetUtcNow(), [.. before, record]), cancellation);
        }
        else if (draft.Route?.HeldByCase is { } heldBy)
        {
            await desk.AddTurnAsync(heldBy, record, cancellation);
        }

        return (await conversations.AppendTurnAsync(record, cancellation)).Result;
    }

    private async Task<IReadOnlyList<ScoredPassage>> LoadAsync(Retrieval retrieval, CancellationToken cancellation)
    {
        var scores = retrieval.Passages.ToDictionary(passage => passage.PassageId, passage => passage.Score);
        var passages = await index.GetAsync([.. scores.Keys], cancellation);
        return [.. passages.Select(passage => new ScoredPassage(passage, scores[passage.Id]))];
    }

    private TurnResult Result(TurnDraft draft)
    {
        var caseId = draft.Escalation is null
            ? draft.ToolResults.LastOrDefault(result => result.CaseId is not null)?.CaseId
            : Ids.EscalationCase(draft.Turn.TurnId);
        return new TurnResult
        {
            Response = draft.Composition.Reply ?? throw new InvalidOperationException("A draft without a reply can't be saved."),
            ThreadId = draft.Turn.ThreadId,
            TurnId = draft.Turn.TurnId,
            Category = draft.Route?.Category ?? agents.Fallback.Category,
            Confidence = Math.Round(draft.Route?.Confidence ?? 0, 4),
            Agent = draft.Agent,
            NeedsClarification = draft.Composition.NeedsClarification,
            Escalated = draft.Escalation is not null || draft.Route?.HeldByCase is not null,
            CaseId = caseId,
            Sources = draft.Composition.Sources,
            ToolCalls = [.. draft.ToolResults.Select(result => result.Summary)],
            Language = draft.Route?.Language ?? "en",
            Sentiment = draft.Route?.Sentiment ?? Sentiment.Neutral,
            Degraded = draft.Composition.Degraded || draft.Route is null or { Degraded: true },
            LatencyMs = (long)(time.GetUtcNow() - draft.Turn.ReceivedAt).TotalMilliseconds,
        };
    }
}
