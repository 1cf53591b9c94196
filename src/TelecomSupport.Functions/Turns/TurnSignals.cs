using System.Collections.Concurrent;
using System.Threading.Channels;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// Tells the requests that wait in this process what the activities of this process do, so that nobody who waits here for work done here has to
/// poll. It only makes things faster: a signal that nobody listens to is gone. Safe for concurrent use.
/// </summary>
public sealed class TurnSignals
{
    private readonly ConcurrentDictionary<string, Listener[]> listeners = new(StringComparer.Ordinal);

    public void Started(string turnId, StepProgress step) => Send(turnId, new(step, null));

    public void Finished(string turnId, TurnResult result) => Send(turnId, new(null, result));

    /// <summary>Listens to a turn until disposed of.</summary>
    public Listener Listen(string turnId)
    {
        var listener = new Listener(this, turnId);
        listeners.AddOrUpdate(turnId, _ => [listener], (_, others) => [.. others, listener]);
        return listener;
    }

    private void Send(string turnId, TurnSignal signal)
    {
        foreach (var listener in listeners.GetValueOrDefault(turnId, []))
        {
            listener.Signals.Writer.TryWrite(signal);
        }
    }

    private void Remove(Listener listener, string turnId)
    {
        var known = listeners.TryGetValue(turnId, out var before);
        while (known)
        {
            Listener[] after = [.. before!.Where(other => other != listener)];
            var done = after.Length == 0
                ? listeners.TryRemove(new(turnId, before!))
                : listeners.TryUpdate(turnId, after, before!);
            known = !done && listeners.TryGetValue(turnId, out before);
        }
    }

    public sealed class Listener(TurnSignals signals, string turnId) : IDisposable
    {
        internal Channel<TurnSignal> Signals { get; } = Channel.CreateUnbounded<TurnSignal>();

        /// <returns>The next signal, or null when none came within <paramref name="patience"/>.</returns>
        public async Task<TurnSignal?> NextAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
        {
            using var timeout = new CancellationTokenSource(patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
            try
            {
                return await Signals.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return null;
            }
        }

        public void Dispose() => signals.Remove(this, turnId);
    }
}

/// <summary>Either a step has started, or the turn is saved.</summary>
public sealed record TurnSignal(StepProgress? Started, TurnResult? Finished);
