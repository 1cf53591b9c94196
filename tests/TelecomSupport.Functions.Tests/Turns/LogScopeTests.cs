using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TelecomSupport.Functions.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

public sealed class LogScopeTests
{
    [Fact]
    public async Task Turn_EveryRecordOfOrchestratorAndActivities_HasTheTurnsAndTheRequestsId()
    {
        var logs = new ScopedLogs();
        await using var parts = await EmbeddedParts.StartAsync(logs);
        var turn = EmbeddedParts.Turn("How long is an access token valid?");

        await parts.AskAsync(turn);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await parts.Client.WaitForInstanceCompletionAsync(turn.TurnId, patience.Token);

        var records = logs.Records.Where(record => record.Category.StartsWith(typeof(TurnActivities).Namespace!, StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, records.Count(record => record.Category == typeof(TurnActivities).FullName));
        Assert.Single(records, record => record.Category == typeof(TurnOrchestration).FullName);
        Assert.All(records, record =>
        {
            Assert.Equal(turn.TurnId, record.Scope.GetValueOrDefault("TurnId"));
            Assert.Equal(turn.RequestId, record.Scope.GetValueOrDefault("RequestId"));
            Assert.DoesNotContain(turn.Message, record.Text, StringComparison.Ordinal);
        });
    }

    private sealed class ScopedLogs : ILoggerProvider, ISupportExternalScope
    {
        private readonly ConcurrentQueue<(string, string, IReadOnlyDictionary<string, object?>)> records = new();
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public IReadOnlyList<(string Category, string Text, IReadOnlyDictionary<string, object?> Scope)> Records => [.. records];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public void Dispose()
        {
        }

        private sealed class Logger(ScopedLogs logs, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => logs.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var scope = new Dictionary<string, object?>();
                logs.scopes.ForEachScope(
                    static (values, scope) =>
                    {
                        foreach (var (key, value) in values as IEnumerable<KeyValuePair<string, object?>> ?? [])
                        {
                            scope[key] = value;
                        }
                    },
                    scope);
                logs.records.Enqueue((category, formatter(state, exception), scope));
            }
        }
    }
}
