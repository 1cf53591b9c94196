using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TelecomSupport.Http.Tests;

internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> entries = new();
    private readonly ConcurrentQueue<string> requestIds = new();

    public IReadOnlyList<(LogLevel Level, string Text)> Entries => [.. entries];

    /// <summary>The request ids of the scopes that were begun.</summary>
    public IReadOnlyList<string> RequestIds => [.. requestIds];

    public ILogger CreateLogger(string categoryName) => new Logger(entries, requestIds);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel Level, string Text)> entries, ConcurrentQueue<string> requestIds) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            if (state is RequestScope scope)
            {
                requestIds.Enqueue($"{scope[0].Value}");
            }

            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
    }
}
