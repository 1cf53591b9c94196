using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace TelecomSupport.Models;

/// <summary>Asks through a <see cref="ModelPipeline"/>. A streamed answer comes only once it is whole: one that breaks off can be asked for again.</summary>
/// <param name="defaultBudget">For requests that don't say how long they may take.</param>
internal sealed class ResilientChatClient(IChatClient inner, ModelPipeline pipeline, TimeSpan defaultBudget) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        pipeline.RunAsync(
            (options as ModelRequest)?.Budget ?? defaultBudget,
            cancellation => base.GetResponseAsync(messages, options, cancellation),
            cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
