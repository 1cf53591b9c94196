using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TelecomSupport.Models;

namespace TelecomSupport.Tests.Models;

public sealed class LanguageModelTests
{
    private static readonly Prompt Prompt = new("technical", 4, "short", 1, 100, null, "text");

    [Theory]
    [InlineData(LogLevel.Debug, false)]
    [InlineData(LogLevel.Trace, true)]
    public async Task Ask_Content_IsLoggedOnlyAtTrace(LogLevel level, bool expected)
    {
        var logger = new Lines(level);
        var model = new LanguageModel(new TestChatClient(_ => "their answer"), logger);

        await model.AskAsync(ModelRequest.For(Prompt, TimeSpan.FromSeconds(1)), [new(ChatRole.User, "my question")], _ => (string?)null, default);

        Assert.Contains("technical@4/short goes on without the language model: the answer is Unusable", logger.Written);
        Assert.Equal(expected, logger.Written.Any(line => line.Contains("my question", StringComparison.Ordinal)));
        Assert.Equal(expected, logger.Written.Any(line => line.Contains("their answer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ask_ModelThrows_IsAFailureAndNoException()
    {
        var logger = new Lines(LogLevel.Debug);
        var model = new LanguageModel(new TestChatClient((_, _, _) => throw new ModelException(ModelFailure.Denied, "status 401")), logger);

        var answer = await model.AskAsync(ModelRequest.For(Prompt, TimeSpan.FromSeconds(1)), [], response => response.Text, default);

        Assert.Equal((null, ModelFailure.Denied), (answer.Value, answer.Failure));
        Assert.Equal(["technical@4/short goes on without the language model: The language model can't be used: Denied (status 401)."], logger.Written);
    }

    private sealed class Lines(LogLevel least) : ILogger<LanguageModel>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Written.Add(formatter(state, exception));
            }
        }
    }
}
