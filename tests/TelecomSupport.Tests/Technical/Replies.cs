using TelecomSupport.Conversations;
using TelecomSupport.Knowledge;
using TelecomSupport.Routing;
using TelecomSupport.Technical;
using TelecomSupport.Tests.Knowledge.Ingestion;
using TelecomSupport.Tests.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Technical;

/// <summary>Technical replies over passages given in the test.</summary>
internal static class Replies
{
    public static async Task<Composition> ToAsync(
        string question, IReadOnlyList<Passage> passages, bool sufficient = true, string language = "en", ConversationHistory? history = null)
    {
        var index = new InMemoryKnowledgeIndex();
        await index.ReplaceDocumentAsync(
            new("doc.md", "Doc", "hash", passages.Count, default), [.. passages.Select(passage => new EmbeddedPassage(passage, null))], default);
        var scores = passages.Select((passage, i) => new PassageScore(passage.Id, 0.9 - (0.01 * i))).ToArray();
        var request = new ComposeRequest(Turn(question), Route(language), "technical", new(question, scores, sufficient), [], MayCallTools: false);
        ScoredPassage[] scored = [.. passages.Zip(scores, (passage, score) => new ScoredPassage(passage, score.Score))];
        return await new ExtractiveReply(index).ComposeAsync(new(request, history ?? ConversationHistory.Empty, scored), default);
    }

    public static Passage Passage(string section, string text, int ordinal = 0) =>
        new($"passage-{ordinal}", "doc.md", "Guide", [section], text, ordinal);

    public static TurnRecord Record(string message, string reply, Recall recall) => new()
    {
        Request = Turn(message),
        Recall = recall,
        Result = ScriptedSteps.Technical("turn", reply),
    };

    private static TurnRequest Turn(string message) => new()
    {
        TurnId = "turn",
        ThreadId = "thread",
        CustomerId = "customer",
        MessageId = "message",
        Message = message,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static RouteDecision Route(string language) =>
        new() { Category = "technical", Confidence = 1, Source = RouteSource.Classifier, Language = language, Sentiment = Sentiment.Neutral };
}
