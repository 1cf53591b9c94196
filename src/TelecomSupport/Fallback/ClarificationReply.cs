using TelecomSupport.Turns;

namespace TelecomSupport.Fallback;

/// <summary>Says what the assistant can do and asks what the customer meant, in the customer's language.</summary>
public sealed class ClarificationReply : IReplyComposer
{
    public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation) =>
        Task.FromResult(new Composition { Reply = "" });
}
