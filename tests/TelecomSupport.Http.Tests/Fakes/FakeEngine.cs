using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TelecomSupport.Conversations;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Tests.Fakes;

/// <summary>An engine whose turns go as the test says: finished at once by <see cref="Reply"/>, or step by step while <see cref="Hold"/> is set.</summary>
internal sealed class FakeEngine(FakeConversations conversations) : ITurnEngine
{
    private readonly ConcurrentDictionary<string, HeldTurn> turns = new(StringComparer.Ordinal);

    public Func<TurnRequest, TurnResult> Reply { get; set; } = turn => Result(turn);

    /// <summary>New turns stay at <see cref="FirstStep"/> until the test moves them.</summary>
    public bool Hold { get; set; }

    public string FirstStep { get; set; } = TurnStatus.Accepted;

    /// <summary>Another turn of the thread is running and may not be waited for.</summary>
    public bool Busy { get; set; }

    /// <summary>Thrown by <see cref="SubmitAsync"/> while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown by <see cref="WatchAsync"/> after the first status while set.</summary>
    public Exception? WatchFailure { get; set; }

    public int Runs { get; private set; }

    public TurnRequest? LastRequest { get; private set; }

    public HeldTurn this[string turnId] => turns[turnId];

    public HeldTurn Only => turns.Values.Single();

    public Task<TurnStatus?> SubmitAsync(TurnRequest turn, CancellationToken cancellation)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Busy)
        {
            return Task.FromResult<TurnStatus?>(null);
        }

        var held = turns.GetOrAdd(turn.TurnId, _ =>
        {
            Runs++;
            LastRequest = turn;
            return new HeldTurn(turn, FirstStep);
        });
        if (!Hold && held.Now.Result is null)
        {
            Finish(held);
        }

        return Task.FromResult<TurnStatus?>(held.Now);
    }

    public Task<TurnStatus?> FindAsync(string turnId, CancellationToken cancellation) =>
        Task.FromResult(turns.TryGetValue(turnId, out var held) ? held.Now : null);

    public async IAsyncEnumerable<TurnStatus> WatchAsync(string turnId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!turns.TryGetValue(turnId, out var held))
        {
            yield break;
        }

        while (true)
        {
            var (now, changed) = held.Snapshot;
            yield return now;
            if (now.Result is not null)
            {
                yield break;
            }

            if (WatchFailure is not null)
            {
                throw WatchFailure;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    public void Finish(HeldTurn held)
    {
        var result = Reply(held.Request);
        conversations.AppendTurnAsync(new TurnRecord { Request = held.Request, Result = result }, CancellationToken.None);
        held.Change(held.Now with { Step = null, Result = result });
    }

    public static TurnResult Result(TurnRequest turn, string response = "Hello.") => new()
    {
        Response = response,
        ThreadId = turn.ThreadId,
        TurnId = turn.TurnId,
        Category = "technical",
        Confidence = 0.91,
        Agent = "technical",
        NeedsClarification = false,
        Escalated = false,
        Sources = [new("auth_faq.md", "Authentication FAQ", "Token lifetime", 0.83)],
        ToolCalls = [new("get_subscription", Billing.ToolStatus.Succeeded, 3)],
        Language = "en",
        Sentiment = Sentiment.Neutral,
        Degraded = false,
        LatencyMs = 12,
    };
}

internal sealed class HeldTurn(TurnRequest request, string firstStep)
{
    private readonly Lock gate = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TurnStatus now = new(request.TurnId, request.ThreadId, request.CustomerId, firstStep, null);

    public TurnRequest Request => request;

    public TurnStatus Now => Snapshot.Now;

    public (TurnStatus Now, Task Changed) Snapshot
    {
        get
        {
            lock (gate)
            {
                return (now, changed.Task);
            }
        }
    }

    public void Step(string step) => Change(Now with { Step = step });

    public void Change(TurnStatus status)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            now = status;
            before = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }
}
