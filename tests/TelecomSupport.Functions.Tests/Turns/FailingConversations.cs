using TelecomSupport.Conversations;

namespace TelecomSupport.Functions.Tests.Turns;

/// <summary>A store whose appends fail so many times before they work.</summary>
internal sealed class FailingConversations : IConversationStore
{
    private int appendFailures;
    private IConversationStore inner = null!;

    /// <summary>How many appends are still to fail; -1 once one has worked.</summary>
    public int AppendFailures
    {
        get => appendFailures;
        init => appendFailures = value;
    }

    public IConversationStore Over(IConversationStore store)
    {
        inner = store;
        return this;
    }

    public Task<TurnRecord> AppendTurnAsync(TurnRecord turn, CancellationToken cancellation) =>
        Interlocked.Decrement(ref appendFailures) >= 0
            ? throw new StorageUnavailableException("scripted")
            : inner.AppendTurnAsync(turn, cancellation);

    public Task<bool> ClaimAsync(string threadId, string customerId, CancellationToken cancellation) => inner.ClaimAsync(threadId, customerId, cancellation);

    public Task<ConversationThread?> FindThreadAsync(string threadId, CancellationToken cancellation) => inner.FindThreadAsync(threadId, cancellation);

    public Task<TurnRecord?> FindTurnAsync(string turnId, CancellationToken cancellation) => inner.FindTurnAsync(turnId, cancellation);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellation) => inner.PurgeAsync(before, cancellation);

    public Task<IReadOnlyList<TurnRecord>> ReadRecentTurnsAsync(string threadId, int count, CancellationToken cancellation) =>
        inner.ReadRecentTurnsAsync(threadId, count, cancellation);

    public Task<TurnPage> ReadTurnsAsync(string threadId, int limit, string? cursor, CancellationToken cancellation) =>
        inner.ReadTurnsAsync(threadId, limit, cursor, cancellation);

    public Task ResetAsync(string threadId, string customerId, CancellationToken cancellation) => inner.ResetAsync(threadId, customerId, cancellation);
}
