using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// Starts the orchestrations of turns that are first in their lanes. Everything here may be repeated: a turn that runs or is saved is not run
/// again. Safe for concurrent use.
/// </summary>
public sealed partial class TurnStarter(
    DurableClient durable, ITurnLanes lanes, IConversationStore conversations, IOptions<ChatOptions> options, ILogger<TurnStarter> logger)
{
    private static readonly OrchestrationRuntimeStatus[] AnyStatus = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

    // An instance in one of the others has ended without saving its turn, and is replaced.
    private static readonly OrchestrationRuntimeStatus[] Unended =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Starts the first turn of a lane. One that turns out to be saved leaves, and the next is started.</summary>
    public async Task StartAsync(TurnRequest first, CancellationToken cancellation)
    {
        for (TurnRequest? turn = first; turn is not null;)
        {
            if (await TryScheduleAsync(turn, AnyStatus, cancellation))
            {
                return;
            }

            if (await conversations.FindTurnAsync(turn.TurnId, cancellation) is null)
            {
                if (await TryScheduleAsync(turn, Unended, cancellation))
                {
                    Log.Replaced(logger, turn.TurnId);
                }

                return;
            }

            turn = await lanes.LeaveAsync(turn.ThreadId, turn.TurnId, cancellation);
        }
    }

    /// <summary>Lets a saved turn leave its lane and starts the next one.</summary>
    public async Task EndAsync(TurnRequest saved, CancellationToken cancellation)
    {
        if (await lanes.LeaveAsync(saved.ThreadId, saved.TurnId, cancellation) is { } next)
        {
            await StartAsync(next, cancellation);
        }
    }

    /// <returns>False when the turn has an instance in one of these states.</returns>
    private async Task<bool> TryScheduleAsync(TurnRequest turn, OrchestrationRuntimeStatus[] unless, CancellationToken cancellation)
    {
        var input = new TurnInput(turn, options.Value.TurnTimeoutSeconds, options.Value.MaxToolIterations);
        var instance = new StartOrchestrationOptions(turn.TurnId).WithDedupeStatuses(unless);
        try
        {
            await durable.Current.ScheduleNewOrchestrationInstanceAsync(new TaskName(nameof(TurnOrchestration)), input, instance, cancellation);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The orchestration of turn {TurnId} ended without saving it; it is run again.")]
        public static partial void Replaced(ILogger logger, string turnId);
    }
}
