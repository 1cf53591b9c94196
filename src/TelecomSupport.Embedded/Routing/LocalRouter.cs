using Microsoft.Extensions.Logging;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Routing;

/// <summary>Routes with the shipped classifier and the conversation, without a language model. Safe for concurrent use.</summary>
public sealed partial class LocalRouter(RouterModel model, ILogger<LocalRouter> logger) : IMessageRouter
{
    /// <summary>Below this confidence nobody was sure, and the message is <c>other</c>'s.</summary>
    public const double MinConfidence = 0.4;

    internal const string Other = "other";

    public Task<RouteDecision> RouteAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        var decision = Decide(message, history);
        Log.Routed(logger, decision.Category, decision.Confidence, decision.Source);
        return Task.FromResult(decision);
    }

    private RouteDecision Decide(string message, ConversationHistory history)
    {
        var scores = model.Score(message);
        var (category, confidence, source) = FollowUp.Resolve(message, scores, history) ?? Classify(scores);
        var mood = Mood.Of(message);
        return new RouteDecision
        {
            Category = category,
            Confidence = confidence,
            Source = source,
            Language = LanguageGuess.Of(message, scores, history),
            Sentiment = mood.Feeling(scores.Of(RouterModel.AngerHead)["yes"]),
            Escalate = PersonRequest.In(message) ? EscalationReason.PersonRequested
                : mood.IsClearlyUpset(history.Last?.Request.Message) ? EscalationReason.Upset
                : null,
        };
    }

    private static (string Category, double Confidence, RouteSource Source) Classify(MessageScores scores)
    {
        var (category, confidence) = scores.Of(RouterModel.CategoryHead).MaxBy(entry => entry.Value);
        return confidence >= MinConfidence ? (category, confidence, RouteSource.Classifier) : (Other, confidence, RouteSource.Default);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Routed to {Category} with confidence {Confidence:F2} by {Source}.")]
        public static partial void Routed(ILogger logger, string category, double confidence, RouteSource source);
    }
}
