using System.Collections.Concurrent;
using System.Globalization;
using TelecomSupport.Conversations;

namespace TelecomSupport.Http.Tests.Fakes;

/// <summary>Threads and turns in memory, by the port's contract.</summary>
internal sealed class FakeConversations : IConversationStore
{
    private readonly ConcurrentDictionary<string, ConversationThread> threads = new(StringComparer.Ordinal);
    private readonly List<TurnRecord> turns = [];
    private readonly HashSet<string> cleared = [];

    /// <summary>Thrown by every call while set.</summary>
    public Exception? Failure { get; set; }

    public Task<bool> ClaimAsync(string threadId, string customerId, CancellationToken cancellation)
    {
        Fail();
        return Task.FromResult(threads.GetOrAdd(threadId, new ConversationThread(threadId, customerId, null, null)).CustomerId == customerId);
    }

    public Task<ConversationThread?> FindThreadAsync(string threadId, CancellationToken cancellation)
    {
        Fail();
        return Task.FromResult(threads.GetValueOrDefault(threadId));
    }

    public Task<IReadOnlyList<TurnRecord>> ReadRecentTurnsAsync(string threadId, int count, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<TurnRecord>>([.. TurnsOf(threadId).TakeLast(count)]);

    public Task<TurnPage> ReadTurnsAsync(string threadId, int limit, string? cursor, CancellationToken cancellation)
    {
        Fail();
        var start = cursor is null ? 0 : int.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture);
        var all = TurnsOf(threadId);
        var page = all.Skip(start).Take(limit).ToArray();
        var end = start + page.Length;
        return Task.FromResult(new TurnPage(page, end < all.Length ? end.ToString(CultureInfo.InvariantCulture) : null));
    }

    public Task<TurnRecord?> FindTurnAsync(string turnId, CancellationToken cancellation)
    {
        lock (turns)
        {
            return Task.FromResult(turns.Find(turn => turn.Request.TurnId == turnId));
        }
    }

    public Task<TurnRecord> AppendTurnAsync(TurnRecord turn, CancellationToken cancellation)
    {
        lock (turns)
        {
            turns.Add(turn);
        }

        return Task.FromResult(turn);
    }

    public Task ResetAsync(string threadId, string customerId, CancellationToken cancellation)
    {
        Fail();
        if (threads.GetValueOrDefault(threadId)?.CustomerId == customerId)
        {
            lock (turns)
            {
                cleared.UnionWith(turns.Where(turn => turn.Request.ThreadId == threadId).Select(turn => turn.Request.TurnId));
            }
        }

        return Task.CompletedTask;
    }

    private TurnRecord[] TurnsOf(string threadId)
    {
        lock (turns)
        {
            return [.. turns.Where(turn => turn.Request.ThreadId == threadId && !cleared.Contains(turn.Request.TurnId))];
        }
    }

    private void Fail()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellation) => throw new NotSupportedException("No route purges.");
}
