using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Fallback;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Routing;
using TelecomSupport.Technical;
using TelecomSupport.Turns;

namespace TelecomSupport.Knowledge.Evaluation;

/// <summary>
/// Asks labelled questions the way a customer without a billing account would, each in a conversation of its own, and measures what comes back:
/// the passages by what is found for the question, the replies by whole turns, the router's choice of an agent included.
/// </summary>
public sealed class RetrievalEvaluation
{
    // None of its replies takes more: without an account no tool has anything to go on with.
    private const int MaxToolRounds = 2;

    private static readonly AgentCatalog Agents = new([TechnicalAgent.Definition, BillingAgent.Definition, FallbackAgent.Definition]);

    private readonly TurnWorkflow workflow = new(Agents, MaxToolRounds);
    private readonly IKnowledgeIndex index;
    private readonly IMessageRouter router;
    private readonly PassageRetriever retriever;
    private readonly Dictionary<string, IReplyComposer> composers;

    public RetrievalEvaluation(IKnowledgeIndex index, IMessageRouter router)
    {
        (this.index, this.router) = (index, router);
        retriever = new(index, NullLogger<PassageRetriever>.Instance);
        composers = new()
        {
            [TechnicalAgent.Definition.Name] = new ExtractiveReply(index),
            [BillingAgent.Definition.Name] = new BillingDialogue(),
            [FallbackAgent.Definition.Name] = new ClarificationReply(Agents),
        };
    }

    public async Task<RetrievalReport> RunAsync(IReadOnlyList<RetrievalQuestion> questions, CancellationToken cancellation)
    {
        var outcomes = new List<Outcome>(questions.Count);
        foreach (var question in questions)
        {
            outcomes.Add(await AskAsync(question, cancellation));
        }

        var answerable = outcomes.Where(outcome => outcome.Question.Answers.Count > 0).ToArray();
        var unanswerable = outcomes.Where(outcome => outcome.Question.Answers.Count == 0).ToArray();
        var refused = outcomes.Count(outcome => outcome.Refused);
        var refusedRightly = unanswerable.Count(outcome => outcome.Refused);
        var quotations = outcomes.Sum(outcome => outcome.Quotations);
        return new(
            answerable.Length,
            unanswerable.Length,
            Share(answerable.Count(outcome => outcome.Rank == 1), answerable.Length),
            Share(answerable.Count(outcome => outcome.Rank is >= 1 and <= 3), answerable.Length),
            Share(answerable.Sum(outcome => outcome.Rank > 0 ? 1.0 / outcome.Rank : 0), answerable.Length),
            Share(answerable.Count(outcome => outcome.CitedRight), answerable.Length),
            Share(outcomes.Sum(outcome => outcome.ExactQuotations), quotations),
            Share(refusedRightly, refused),
            Share(refusedRightly, unanswerable.Length),
            [.. outcomes.GroupBy(outcome => outcome.Question.Kind)
                .Select(kind => new KindReport(kind.Key, kind.Count(), Share(kind.Count(outcome => outcome.IsRight), kind.Count())))],
            [.. outcomes.Where(outcome => !outcome.IsRight).Select(outcome => outcome.Question.Id)]);
    }

    /// <summary>The conversation before a question, as its turns would have left it.</summary>
    internal async Task<ConversationHistory> HistoryAsync(RetrievalQuestion question, CancellationToken cancellation)
    {
        var history = ConversationHistory.Empty;
        foreach (var message in question.History)
        {
            history = history with { Turns = [.. history.Turns, await TurnAsync(message, history, cancellation)] };
        }

        return history;
    }

    private static double Share(double part, int whole) => whole == 0 ? 1 : part / whole;

    private static TurnRequest Request(string message) => new()
    {
        TurnId = "turn",
        ThreadId = "thread",
        CustomerId = "customer",
        MessageId = "message",
        Message = message,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private async Task<Outcome> AskAsync(RetrievalQuestion question, CancellationToken cancellation)
    {
        var history = await HistoryAsync(question, cancellation);
        var found = await retriever.RetrieveAsync(question.Question, history, elsewhere: null, cancellation);
        var passages = await index.GetAsync([.. found.Passages.Select(passage => passage.PassageId)], cancellation);
        var rank = 1 + passages.ToList().FindIndex(passage => question.IsAnsweredBy(passage.Document, passage.Section));
        var turn = await TurnAsync(question.Question, history, cancellation);
        var sources = turn.Result.Sources;
        var cited = await index.GetAsync([.. turn.Recall.Items.Take(sources.Count).Select(item => item.Id)], cancellation);
        var introduction = ReplyPhrases.In(turn.Result.Language).QuotedInEnglish;
        var quotations = sources.Count == 0 ? [] : CitationCheck.Quotations(turn.Result.Response[introduction.Length..], sources.Count);
        var exact = quotations.Count(quotation => CitationCheck.IsExact(quotation.Text, cited[quotation.Number - 1]));
        var isRight = sources.Any(source => question.IsAnsweredBy(source.Document, source.Section));
        return new(question, rank, isRight, sources.Count == 0, quotations.Count, exact);
    }

    private async Task<TurnRecord> TurnAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        var steps = new Steps(this, history, cancellation);
        await workflow.RunAsync(steps, Request(message));
        return steps.Saved!;
    }

    private sealed record Outcome(RetrievalQuestion Question, int Rank, bool CitedRight, bool Refused, int Quotations, int ExactQuotations)
    {
        public bool IsRight => Question.Answers.Count > 0 ? CitedRight : Refused;
    }

    // A turn's steps without a store: the conversation is given, and what is to be saved is kept.
    private sealed class Steps(RetrievalEvaluation evaluation, ConversationHistory history, CancellationToken cancellation) : ITurnSteps
    {
        public TurnRecord? Saved { get; private set; }

        public Task<RouteDecision> RouteMessageAsync(TurnRequest turn) => evaluation.router.RouteAsync(turn.Message, history, cancellation);

        public Task<Turns.Retrieval> RetrievePassagesAsync(RoutedTurn turn) =>
            evaluation.retriever.RetrieveAsync(turn.Turn.Message, history, Agents.Elsewhere(turn.Route), cancellation);

        public async Task<Composition> ComposeReplyAsync(ComposeRequest request)
        {
            var scores = request.Retrieval?.Passages ?? [];
            var passages = await evaluation.index.GetAsync([.. scores.Select(passage => passage.PassageId)], cancellation);
            ScoredPassage[] scored = [.. passages.Zip(scores, (passage, score) => new ScoredPassage(passage, score.Score))];
            return await evaluation.composers[request.Agent].ComposeAsync(new(request, history, scored), cancellation);
        }

        public Task<ToolResult> CallBillingToolAsync(ToolCallRequest request) => Task.FromResult(new ToolResult(
            request.Call, ToolStatus.Rejected, JsonSerializer.SerializeToElement(ToolErrors.UnknownCustomer, SupportJson.Options), DurationMs: 0));

        public Task<TurnResult> SaveTurnAsync(TurnDraft draft)
        {
            var result = new TurnResult
            {
                Response = draft.Composition.Reply!,
                ThreadId = draft.Turn.ThreadId,
                TurnId = draft.Turn.TurnId,
                Category = draft.Route?.Category ?? Agents.Fallback.Category,
                Confidence = draft.Route?.Confidence ?? 0,
                Agent = draft.Agent,
                NeedsClarification = draft.Composition.NeedsClarification,
                Escalated = draft.Escalation is not null,
                Sources = draft.Composition.Sources,
                Language = draft.Route?.Language ?? "en",
                Sentiment = Sentiment.Neutral,
                Degraded = false,
                LatencyMs = 0,
            };
            Saved = new() { Request = draft.Turn, Result = result, Recall = draft.Composition.Recall, Unanswered = draft.Composition.Unanswered };
            return Task.FromResult(result);
        }
    }
}
