using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Billing;

/// <summary>A customer's conversation with the billing dialogue, over the real tools.</summary>
internal sealed class Talk(IBillingSystem billing, string customerId, DateTimeOffset now, string language = "en", string threadId = "talk")
{
    private readonly BillingDialogue dialogue = new();
    private readonly BillingTools tools = new(billing, TimeProvider.System);
    private readonly List<TurnRecord> turns = [];

    /// <summary>The last turn's calls.</summary>
    public List<ToolResult> Results { get; private set; } = [];

    public Composition Last { get; private set; } = new();

    public async Task<string> Say(string message)
    {
        var turn = new TurnRequest
        {
            TurnId = Ids.Turn(threadId, $"{turns.Count}"),
            ThreadId = threadId,
            CustomerId = customerId,
            MessageId = $"{turns.Count}",
            Message = message,
            ReceivedAt = now,
        };
        var route = new RouteDecision
        {
            Category = "billing",
            Confidence = 1,
            Source = RouteSource.Classifier,
            Language = language,
            Sentiment = Sentiment.Neutral,
        };
        var history = new ConversationHistory([.. turns], "", null);
        Results = [];
        for (var round = 0; ; round++)
        {
            Last = await dialogue.ComposeAsync(new(new(turn, route, "billing", null, [.. Results], round < 5), history, []), default);
            if (Last.Reply is not null)
            {
                break;
            }

            Assert.True(round < 5 && Last.ToolCalls.Count > 0, "The dialogue neither replied nor asked for a tool it may call.");
            foreach (var call in Last.ToolCalls)
            {
                Results.Add(await Call(turn, call with { Position = Results.Count }));
            }
        }

        turns.Add(Record(turn, Last.Reply));
        return Last.Reply;
    }

    // What an engine makes of a call that failed for good.
    private async Task<ToolResult> Call(TurnRequest turn, ToolCall call)
    {
        try
        {
            return await tools.CallAsync(turn, call, default);
        }
        catch (BillingUnavailableException)
        {
            return ToolResult.Unavailable(call);
        }
    }

    private TurnRecord Record(TurnRequest turn, string reply) => new()
    {
        Request = turn,
        Recall = Last.Recall,
        Result = new()
        {
            Response = reply,
            ThreadId = turn.ThreadId,
            TurnId = turn.TurnId,
            Category = "billing",
            Confidence = 1,
            Agent = "billing",
            NeedsClarification = Last.NeedsClarification,
            Escalated = false,
            Language = language,
            Sentiment = Sentiment.Neutral,
            Degraded = false,
            LatencyMs = 1,
        },
    };
}
