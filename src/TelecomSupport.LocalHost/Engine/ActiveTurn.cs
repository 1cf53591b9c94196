using System.Runtime.CompilerServices;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Engine;

/// <summary>A turn that this process has accepted or resumed, and what is known of its progress. Safe for concurrent use.</summary>
/// <param name="accepted">Done when the journal has the turn.</param>
/// <param name="resumed">Whether an earlier process may have finished steps of it.</param>
internal sealed class ActiveTurn(TurnRequest request, Task accepted, bool resumed)
{
    private readonly Lock gate = new();
    private readonly List<TurnStatus> history = [Running(request, TurnStatus.Accepted)];
    private TaskCompletionSource? changed;
    private bool closed;

    public TurnRequest Request => request;

    public Task Accepted => accepted;

    public bool Resumed => resumed;

    public TurnStatus Status
    {
        get
        {
            lock (gate)
            {
                return history[^1];
            }
        }
    }

    public void Start(string step) => Add(Running(request, step), last: false);

    public void Finish(TurnResult result) => Add(new(request.TurnId, request.ThreadId, request.CustomerId, null, result), last: true);

    /// <summary>Ends the turn without a result: it could not be accepted, or the process stops.</summary>
    public void Abandon() => Add(null, last: true);

    /// <summary>Every status so far, then each new one until the turn ends.</summary>
    public async IAsyncEnumerable<TurnStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = 0; ;)
        {
            TurnStatus? status = null;
            Task? change = null;
            lock (gate)
            {
                if (next < history.Count)
                {
                    status = history[next++];
                }
                else if (closed)
                {
                    yield break;
                }
                else
                {
                    change = (changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
            }

            if (status is not null)
            {
                yield return status;
            }
            else
            {
                await change!.WaitAsync(cancellation);
            }
        }
    }

    private static TurnStatus Running(TurnRequest request, string step) => new(request.TurnId, request.ThreadId, request.CustomerId, step, null);

    private void Add(TurnStatus? status, bool last)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            if (status is not null)
            {
                history.Add(status);
            }

            closed |= last;
            (waiting, changed) = (changed, null);
        }

        waiting?.TrySetResult();
    }
}
