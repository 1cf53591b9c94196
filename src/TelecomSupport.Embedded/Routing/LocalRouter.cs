using Microsoft.Extensions.Logging;
using TelecomSupport.Conversations;
using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Routing;

/// <summary>Routes with the shipped classifier and the conversation, without a language model. Safe for concurrent use.</summary>
public sealed partial class LocalRouter(RouterModel model, ILogger<LocalRouter> logger) : IMessageRouter
{
    /// <summary>Below this confidence nobody was sure, and the message is <c>other</c>'s.</summary>
    public const double MinConfidence = 0.45;

    private const string Other = "other";

    public Task<RouteDecision> RouteAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        var decision = Decide(message, history);
        Log.Routed(logger, decision.Category, decision.Confidence, decision.Source);
        return Task.FromResult(decision);
    }

    private RouteDecision Decide(string message, ConversationHistory history)
    {
        var scores = model.Score(message);
        var (category, confidence) = scores.Of(RouterModel.CategoryHead).MaxBy(entry => entry.Value);
        var sure = confidence >= MinConfidence;
        return new RouteDecision
        {
            Category = sure ? category : Other,
            Confidence = confidence,
            Source = sure ? RouteSource.Classifier : RouteSource.Default,
            Language = scores.Unknown ? history.Last?.Result.Language ?? "en" : scores.Of(RouterModel.LanguageHead).MaxBy(entry => entry.Value).Key,
            Sentiment = Sentiment.Neutral,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Routed to {Category} with confidence {Confidence:F2} by {Source}.")]
        public static partial void Routed(ILogger logger, string category, double confidence, RouteSource source);
    }
}
