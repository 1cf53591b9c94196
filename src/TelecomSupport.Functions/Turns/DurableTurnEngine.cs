using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// Runs turns as Durable orchestrations. A message is accepted when it is in its thread's lane (<see cref="ITurnLanes"/>): that keeps it, gives it
/// its place, and tells exactly one caller to start it. Who starts the turns behind it is the activity that saved the one before.
/// </summary>
public sealed partial class DurableTurnEngine(
    DurableClient durable,
    TurnStarter starter,
    TurnSignals signals,
    ITurnLanes lanes,
    IConversationStore conversations,
    IOptions<ChatOptions> options,
    TimeProvider time,
    ILogger<DurableTurnEngine> logger) : ITurnEngine
{
    // A turn that runs in another process is looked at after 40, 100, 190, 325, 528 and 831 ms, then twice a second: whatever a turn takes,
    // noticing its end adds a fifth to it on average, and looking costs no more than twelve reads of storage in its first second.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(500);

    private const double Growth = 1.5;

    public async Task<TurnStatus?> SubmitAsync(TurnRequest turn, CancellationToken cancellation)
    {
        using var scope = logger.BeginScope(TurnScope.Of(turn));
        if (await conversations.FindTurnAsync(turn.TurnId, cancellation) is { } saved)
        {
            return Finished(saved);
        }

        switch (await lanes.EnterAsync(turn, onlyIfFree: !options.Value.QueueTurns, cancellation))
        {
            case LaneEntry.Refused:
                return null;
            case LaneEntry.Known:
                return await FindAsync(turn.TurnId, cancellation) ?? Running(turn, TurnStatus.Accepted);
            case LaneEntry.First:
                await StartAsync(turn, cancellation);
                break;
        }

        return Running(turn, TurnStatus.Accepted);
    }

    public async Task<TurnStatus?> FindAsync(string turnId, CancellationToken cancellation) => (await ReadAsync(turnId, cancellation)).Status;

    public async IAsyncEnumerable<TurnStatus> WatchAsync(string turnId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var listener = signals.Listen(turnId);
        var told = -1;
        for (var patience = FirstLook; ; patience = patience * Growth < LastLook ? patience * Growth : LastLook)
        {
            var (status, number) = await ReadAsync(turnId, cancellation);
            if (status is null)
            {
                yield break;
            }

            if (status.Result is not null)
            {
                yield return status;
                yield break;
            }

            if (number > told)
            {
                told = number;
                yield return status;
            }

            while (await listener.NextAsync(patience, time, cancellation) is { } signal)
            {
                if (signal.Finished is { } result)
                {
                    yield return status with { Step = null, Result = result };
                    yield break;
                }

                if (signal.Started is { } step && step.Number > told)
                {
                    told = step.Number;
                    yield return status with { Step = step.Step };
                }
            }
        }
    }

    private static TurnStatus Finished(TurnRecord saved) =>
        new(saved.Request.TurnId, saved.Request.ThreadId, saved.Request.CustomerId, null, saved.Result);

    private static TurnStatus Running(TurnRequest turn, string step) => new(turn.TurnId, turn.ThreadId, turn.CustomerId, step, null);

    // The lane has the turn, so it is accepted whether or not it could be started; what can't be started now, the recovery timer starts.
    private async Task StartAsync(TurnRequest turn, CancellationToken cancellation)
    {
        try
        {
            await starter.StartAsync(turn, cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            Log.NotStarted(logger, exception);
        }
    }

    /// <returns>The turn's status, null for an unknown turn; and its running step's place, 0 before the first.</returns>
    private async Task<(TurnStatus? Status, int Number)> ReadAsync(string turnId, CancellationToken cancellation)
    {
        if (await conversations.FindTurnAsync(turnId, cancellation) is { } saved)
        {
            return (Finished(saved), 0);
        }

        if (await FindInstanceAsync(turnId, cancellation) is { IsCompleted: false } instance && instance.ReadInputAs<TurnInput>() is { } input)
        {
            var progress = instance.ReadCustomStatusAs<StepProgress>() ?? new(0, TurnStatus.Accepted);
            return (Running(input.Turn, progress.Step), progress.Number);
        }

        if (await lanes.FindAsync(turnId, cancellation) is { } waiting)
        {
            return (Running(waiting, TurnStatus.Accepted), 0);
        }

        // It may have been saved since the first look; a turn leaves its lane only then.
        return (await conversations.FindTurnAsync(turnId, cancellation) is { } now ? Finished(now) : null, 0);
    }

    private async Task<OrchestrationMetadata?> FindInstanceAsync(string turnId, CancellationToken cancellation)
    {
        try
        {
            return await durable.Current.GetInstanceAsync(turnId, getInputsAndOutputs: true, cancellation);
        }
        catch (RpcException exception)
        {
            throw new StorageUnavailableException("The Functions host can't be reached.", exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "An accepted turn could not be started; it is tried again within a minute.")]
        public static partial void NotStarted(ILogger logger, Exception exception);
    }
}
