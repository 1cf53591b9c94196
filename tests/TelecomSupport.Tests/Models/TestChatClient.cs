using Microsoft.Extensions.AI;

namespace TelecomSupport.Tests.Models;

/// <summary>A chat model that answers as a test says, and notes what it was asked.</summary>
internal sealed class TestChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    public TestChatClient(Func<IReadOnlyList<ChatMessage>, string> answer)
        : this((messages, _, _) => Task.FromResult(Text(answer(messages))))
    {
    }

    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Asked { get; } = [];

    public static ChatResponse Text(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop };

    public static ChatResponse Calls(params (string Name, Dictionary<string, object?>? Arguments)[] calls) =>
        new(new ChatMessage(ChatRole.Assistant, [.. calls.Select(AIContent (call) => new FunctionCallContent("id", call.Name, call.Arguments))]))
        {
            FinishReason = ChatFinishReason.ToolCalls,
        };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToArray();
        Asked.Add((asked, options));
        return answer(asked, options, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
