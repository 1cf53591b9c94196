using System.Text.Json;
using TelecomSupport.Billing;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Turns;

/// <summary>Steps that return what a test says, and note their calls.</summary>
internal sealed class ScriptedSteps : ITurnSteps
{
    public static readonly TurnRequest Turn = new()
    {
        TurnId = Ids.Turn("thread", "message"),
        ThreadId = "thread",
        CustomerId = "customer",
        MessageId = "message",
        Message = "How long is an access token valid?",
        ReceivedAt = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
    };

    public List<string> Calls { get; } = [];

    public List<ToolCall> ToolCalls { get; } = [];

    public TurnDraft? Saved { get; private set; }

    public RouteDecision Route { get; set; } = Routed("technical");

    public Func<ComposeRequest, Composition> Compose { get; set; } = _ => new() { Reply = "Sixty minutes [1]." };

    public Retrieval Retrieved { get; set; } = new("question", [new("passage", 0.8)], Sufficient: true);

    public Func<ToolCall, ToolResult> CallTool { get; set; } = call => new(call, ToolStatus.Succeeded, JsonSerializer.SerializeToElement(new { }), 1);

    /// <summary>The step that fails for good, if any.</summary>
    public string? Failing { get; set; }

    public static RouteDecision Routed(string category) =>
        new() { Category = category, Confidence = 0.9, Source = RouteSource.Classifier, Language = "en", Sentiment = Sentiment.Neutral };

    /// <summary>The result of a technical turn of the thread.</summary>
    public static TurnResult Technical(string turnId, string response) => new()
    {
        Response = response,
        ThreadId = "thread",
        TurnId = turnId,
        Category = "technical",
        Confidence = 1,
        Agent = "technical",
        NeedsClarification = false,
        Escalated = false,
        Language = "en",
        Sentiment = Sentiment.Neutral,
        Degraded = false,
        LatencyMs = 1,
    };

    public Task<RouteDecision> RouteMessageAsync(TurnRequest turn) => Step(TurnStepNames.RouteMessage, () => Route);

    public Task<Retrieval> RetrievePassagesAsync(RoutedTurn turn) =>
        Step(TurnStepNames.RetrievePassages, () => Retrieved);

    public Task<Composition> ComposeReplyAsync(ComposeRequest request) => Step(TurnStepNames.ComposeReply, () => Compose(request));

    public Task<ToolResult> CallBillingToolAsync(ToolCallRequest request)
    {
        ToolCalls.Add(request.Call);
        return Step(TurnStepNames.CallBillingTool, () => CallTool(request.Call));
    }

    public Task<TurnResult> SaveTurnAsync(TurnDraft draft)
    {
        Saved = draft;
        return Step(TurnStepNames.SaveTurn, () => new TurnResult
        {
            Response = draft.Composition.Reply!,
            ThreadId = draft.Turn.ThreadId,
            TurnId = draft.Turn.TurnId,
            Category = draft.Route?.Category ?? "other",
            Confidence = draft.Route?.Confidence ?? 0,
            Agent = draft.Agent,
            NeedsClarification = draft.Composition.NeedsClarification,
            Escalated = draft.Escalation is not null,
            Language = "en",
            Sentiment = Sentiment.Neutral,
            Degraded = false,
            LatencyMs = 0,
        });
    }

    private Task<T> Step<T>(string name, Func<T> output)
    {
        Calls.Add(name);
        return name == Failing ? Task.FromException<T>(new StepFailedException(name, "scripted")) : Task.FromResult(output());
    }
}
