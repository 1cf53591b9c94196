using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>Looks after turns that a crash left behind, and after those that nobody needs any more.</summary>
public sealed partial class TurnTimers(
    DurableClient durable,
    TurnStarter starter,
    ITurnLanes lanes,
    IConversationStore conversations,
    IOptions<RetentionOptions> retention,
    TimeProvider time,
    ILogger<TurnTimers> logger)
{
    /// <summary>Longer than a start ever takes; a turn that is only slow is looked at and left alone.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(30);

    // One call may take this long; what is left is purged by the next.
    private static readonly TimeSpan PurgePatience = TimeSpan.FromMinutes(2);

    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Starts accepted turns whose starter died before it came to that, and those whose orchestration was lost.</summary>
    [Function(nameof(RecoverTurns))]
    public async Task RecoverTurns([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        durable.Use(client);
        foreach (var turn in await lanes.ListWaitingAsync(time.GetUtcNow() - Overdue, cancellation))
        {
            using var scope = logger.BeginScope(TurnScope.Of(turn));
            try
            {
                await starter.StartAsync(turn, cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                // The others are to be started all the same.
                Log.NotStarted(logger, exception);
            }
        }
    }

    /// <summary>Purges conversations and the histories of ended orchestrations that are past their time.</summary>
    [Function(nameof(PurgeExpired))]
    public async Task PurgeExpired([TimerTrigger("0 30 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var threads = await conversations.PurgeAsync(now.AddDays(-retention.Value.Days), cancellation);
        var filter = new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, now.AddDays(-retention.Value.HistoryDays), Ended) { Timeout = PurgePatience };
        var instances = await client.PurgeAllInstancesAsync(filter, cancellation);
        Log.Purged(logger, threads, instances.PurgedInstanceCount);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Purged {Threads} conversations and the histories of {Orchestrations} turns")]
        public static partial void Purged(ILogger logger, int threads, int orchestrations);

        [LoggerMessage(LogLevel.Error, "An accepted turn could not be started; it is tried again in a minute.")]
        public static partial void NotStarted(ILogger logger, Exception exception);
    }
}
