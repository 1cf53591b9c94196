using System.Text.Json;
using TelecomSupport.Conversations;
using TelecomSupport.Routing;

namespace TelecomSupport.Contracts;

/// <summary>Turns to store, each in a thread of its own unless the thread is given.</summary>
public static class TestTurns
{
    /// <summary>An id that no other test has, so that tests can share an account.</summary>
    public static string NewId(string prefix) => $"{prefix}-{Guid.CreateVersion7():n}";

    public static TurnRecord Turn(
        string threadId, int number, DateTimeOffset receivedAt, string customerId = "customer", string? response = null, bool opensCase = false)
    {
        var turnId = Ids.Turn(threadId, $"message-{number}");
        return new()
        {
            Request = new()
            {
                TurnId = turnId,
                ThreadId = threadId,
                CustomerId = customerId,
                MessageId = $"message-{number}",
                Message = $"Question {number}",
                ReceivedAt = receivedAt,
                RequestId = $"request-{number}",
            },
            Result = new()
            {
                Response = response ?? $"Answer {number} [1]",
                ThreadId = threadId,
                TurnId = turnId,
                Category = "technical",
                Confidence = 0.9876,
                Agent = "technical",
                NeedsClarification = false,
                Escalated = opensCase,
                CaseId = opensCase ? Ids.EscalationCase(turnId) : null,
                Sources = [new("auth_faq.md", "Authentication FAQ", "Token lifetime", 0.83)],
                Language = "en",
                Sentiment = Sentiment.Neutral,
                Degraded = false,
                LatencyMs = 12,
            },
            Recall = new("how long is a token valid", [new("passage", "p1", "Token lifetime")]),
        };
    }

    /// <summary>Everything that is stored of a record, for comparing: lists in records compare by reference.</summary>
    public static string Json<T>(T record) => JsonSerializer.Serialize(record, SupportJson.Options);

    public static IEnumerable<string> Responses(IEnumerable<TurnRecord> turns) => turns.Select(turn => turn.Result.Response);
}
