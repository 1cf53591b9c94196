using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace TelecomSupport.Http.Access;

/// <summary>A sliding window log in memory: exact, never more than the limit in any 60 seconds.</summary>
internal sealed class InProcessRateLimiter(IOptions<RateLimitOptions> options, TimeProvider time) : IRateLimiter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private readonly int limit = options.Value.RequestsPerMinute;
    private readonly ConcurrentDictionary<string, Queue<long>> sentBy = new(StringComparer.Ordinal);
    private readonly Lock sweeping = new();
    private long lastSweep = time.GetTimestamp();

    /// <summary>How many customers are remembered.</summary>
    internal int Customers => sentBy.Count;

    public ValueTask<RateLimitLease?> TakeAsync(string customerId, CancellationToken cancellation) =>
        ValueTask.FromResult(limit == 0 ? null : Take(customerId));

    private RateLimitLease? Take(string customerId)
    {
        Sweep();
        while (true)
        {
            var sent = sentBy.GetOrAdd(customerId, static _ => new Queue<long>());
            lock (sent)
            {
                // A sweep may have taken the queue out between the two lines above.
                if (!sentBy.TryGetValue(customerId, out var current) || current != sent)
                {
                    continue;
                }

                DropOld(sent);
                var granted = sent.Count < limit;
                if (granted)
                {
                    sent.Enqueue(time.GetTimestamp());
                }

                return new(granted, limit, limit - sent.Count, Window - time.GetElapsedTime(sent.Peek()));
            }
        }
    }

    private void DropOld(Queue<long> sent)
    {
        while (sent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= Window)
        {
            sent.Dequeue();
        }
    }

    // Once a window, so that customers who have left don't stay in memory.
    private void Sweep()
    {
        if (time.GetElapsedTime(Volatile.Read(ref lastSweep)) < Window || !sweeping.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref lastSweep, time.GetTimestamp());
            foreach (var entry in sentBy)
            {
                lock (entry.Value)
                {
                    DropOld(entry.Value);
                    if (entry.Value.Count == 0)
                    {
                        sentBy.TryRemove(entry);
                    }
                }
            }
        }
        finally
        {
            sweeping.Exit();
        }
    }
}
