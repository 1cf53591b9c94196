using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Engine;

/// <summary>Runs turns in this process behind the journal. Started as a hosted service, it first resumes what an earlier process left, unless another process is at it.</summary>
internal sealed partial class LocalTurnEngine(
    TurnWorkflow workflow,
    TurnSteps work,
    TurnJournal journal,
    IConversationStore conversations,
    StepRetries retries,
    EngineLock engineLock,
    IOptions<ChatOptions> options,
    TimeProvider time,
    ILogger<LocalTurnEngine> logger) : ITurnEngine, IHostedService, IDisposable
{
    /// <summary>So many turns run at once; further ones wait, accepted.</summary>
    private const int MaxRunning = 256;

    /// <summary>So many finished turns stay followable step by step.</summary>
    private const int MaxFinished = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<ActiveTurn>> lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ActiveTurn> turns = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> finished = new();
    private readonly SemaphoreSlim slots = new(MaxRunning);
    private readonly CancellationTokenSource stopping = new();

    public async Task<TurnStatus?> SubmitAsync(TurnRequest turn, CancellationToken cancellation)
    {
        if (!turns.ContainsKey(turn.TurnId) && await conversations.FindTurnAsync(turn.TurnId, cancellation) is { } saved)
        {
            return Status(saved);
        }

        if (Enqueue(turn) is not { } active)
        {
            return null;
        }

        await active.Accepted;
        return active.Status;
    }

    public async Task<TurnStatus?> FindAsync(string turnId, CancellationToken cancellation)
    {
        if (turns.TryGetValue(turnId, out var active))
        {
            return active.Status;
        }

        return await conversations.FindTurnAsync(turnId, cancellation) is { } saved ? Status(saved) : null;
    }

    public async IAsyncEnumerable<TurnStatus> WatchAsync(string turnId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (turns.TryGetValue(turnId, out var active))
        {
            await foreach (var status in active.WatchAsync(cancellation))
            {
                yield return status;
            }
        }
        else if (await FindAsync(turnId, cancellation) is { } status)
        {
            yield return status;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!engineLock.TryTake())
        {
            return;
        }

        var unfinished = await journal.ReadUnfinishedAsync(cancellationToken);
        foreach (var turn in unfinished)
        {
            Enqueue(turn, resumed: true);
        }

        if (unfinished.Count > 0)
        {
            Log.Resumed(logger, unfinished.Count);
        }
    }

    /// <summary>Lets running turns come to their end while the host waits; what is cut off stays in the journal.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var cut = cancellationToken.Register(stopping.Cancel);
        foreach (var turn in turns.Values)
        {
            await foreach (var _ in turn.WatchAsync(CancellationToken.None))
            {
            }
        }

        await stopping.CancelAsync();
    }

    public void Dispose()
    {
        stopping.Dispose();
        slots.Dispose();
    }

    private static TurnStatus Status(TurnRecord saved) =>
        new(saved.Request.TurnId, saved.Request.ThreadId, saved.Request.CustomerId, null, saved.Result);

    // Accepting under the lock keeps a thread's turns in the journal's order.
    private ActiveTurn? Enqueue(TurnRequest turn, bool resumed = false)
    {
        lock (gate)
        {
            if (turns.TryGetValue(turn.TurnId, out var known))
            {
                return known;
            }

            var busy = lanes.TryGetValue(turn.ThreadId, out var lane);
            if (busy && !resumed && !options.Value.QueueTurns)
            {
                return null;
            }

            var accepted = resumed ? Task.CompletedTask : journal.AcceptAsync(turn, CancellationToken.None);
            var active = new ActiveTurn(turn, accepted, resumed);
            turns[turn.TurnId] = active;
            lane ??= lanes[turn.ThreadId] = new();
            lane.Enqueue(active);
            if (!busy)
            {
                _ = Task.Run(() => RunLaneAsync(turn.ThreadId, lane));
            }

            return active;
        }
    }

    private async Task RunLaneAsync(string threadId, Queue<ActiveTurn> lane)
    {
        for (var running = true; running;)
        {
            var active = lane.Peek();
            await RunAsync(active);
            lock (gate)
            {
                lane.Dequeue();
                running = lane.Count > 0;
                if (!running)
                {
                    lanes.Remove(threadId);
                }
            }
        }
    }

    private async Task RunAsync(ActiveTurn active)
    {
        var turn = active.Request;
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["TurnId"] = turn.TurnId, ["RequestId"] = turn.RequestId });
        try
        {
            await active.Accepted;
            await slots.WaitAsync(stopping.Token);
            try
            {
                active.Finish(await RunWorkflowAsync(active));
            }
            finally
            {
                slots.Release();
            }

            finished.Enqueue(turn.TurnId);
            if (finished.Count > MaxFinished && finished.TryDequeue(out var oldest))
            {
                turns.TryRemove(oldest, out _);
            }

            await journal.ForgetAsync(turn.TurnId);
        }
        catch (Exception exception)
        {
            // Not accepted, cut off by the stop, or kept nowhere but in the journal: the next process takes it from there.
            Log.Interrupted(logger, turn.TurnId, exception);
            if (active.Status.Result is null)
            {
                turns.TryRemove(turn.TurnId, out _);
                active.Abandon();
            }
        }
    }

    private async Task<TurnResult> RunWorkflowAsync(ActiveTurn active)
    {
        using var activity = SupportTelemetry.Activities.StartActivity("turn");
        activity?.SetTag("turn.id", active.Request.TurnId);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.TurnTimeoutSeconds), time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping.Token);
        var kept = active.Resumed ? await journal.ReadStepsAsync(active.Request.TurnId, stopping.Token) : [];
        try
        {
            return await RunAsync(kept);
        }
        catch (Exception exception) when (kept.Count > 0 && exception is JournalMismatchException or JsonException)
        {
            // Steps are idempotent, so running them all again is safe where their kept outputs no longer fit.
            Log.Restarted(logger, active.Request.TurnId, exception);
            return await RunAsync([]);
        }

        Task<TurnResult> RunAsync(IReadOnlyList<JournalStep> steps) =>
            workflow.RunAsync(
                new JournaledSteps(work, journal, retries, active.Request, steps, active.Start, deadline.Token, stopping.Token), active.Request);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Resuming {Count} turns that were accepted and not finished.")]
        public static partial void Resumed(ILogger logger, int count);

        [LoggerMessage(LogLevel.Warning, "Turn {TurnId} was interrupted.")]
        public static partial void Interrupted(ILogger logger, string turnId, Exception exception);

        [LoggerMessage(LogLevel.Warning, "Turn {TurnId} is run again from its start: its journal does not fit this version.")]
        public static partial void Restarted(ILogger logger, string turnId, Exception exception);
    }
}
