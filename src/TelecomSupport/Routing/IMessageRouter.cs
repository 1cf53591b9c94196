using TelecomSupport.Conversations;

namespace TelecomSupport.Routing;

/// <summary>Finds out what a message is about. Safe for concurrent use.</summary>
public interface IMessageRouter
{
    /// <returns>The decision for the message alone and in its conversation; who holds the thread is not its business.</returns>
    Task<RouteDecision> RouteAsync(string message, ConversationHistory history, CancellationToken cancellation);
}
