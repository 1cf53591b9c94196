namespace TelecomSupport.Conversations;

/// <summary>
/// Threads and their turns. Turns are append-only; a reset hides those accepted before it from the conversation.
/// Safe for concurrent use. Throws <see cref="StorageUnavailableException"/> when the store can't be reached.
/// </summary>
public interface IConversationStore
{
    /// <summary>Makes the thread the customer's when nobody has it yet.</summary>
    /// <returns>False when it is someone else's.</returns>
    Task<bool> ClaimAsync(string threadId, string customerId, CancellationToken cancellation);

    /// <returns>The thread, or null when there is none by this id.</returns>
    Task<ConversationThread?> FindThreadAsync(string threadId, CancellationToken cancellation);

    /// <returns>The newest turns since the last reset, at most <paramref name="count"/>, oldest first.</returns>
    Task<IReadOnlyList<TurnRecord>> ReadRecentTurnsAsync(string threadId, int count, CancellationToken cancellation);

    /// <summary>Reads the turns since the last reset, oldest first.</summary>
    /// <param name="limit">The most turns on the page, at least 1.</param>
    /// <param name="cursor">A page's <see cref="TurnPage.Next"/>, or null for the first page.</param>
    /// <exception cref="FormatException">The cursor is not one of this store's.</exception>
    Task<TurnPage> ReadTurnsAsync(string threadId, int limit, string? cursor, CancellationToken cancellation);

    /// <returns>The turn, also one from before a reset, or null.</returns>
    Task<TurnRecord?> FindTurnAsync(string turnId, CancellationToken cancellation);

    /// <summary>
    /// Appends a turn to its thread; one that <see cref="TurnRecord.OpensCase"/> gives the thread to that case.
    /// </summary>
    /// <returns>The stored turn: the earlier one when this turn id was appended before.</returns>
    Task<TurnRecord> AppendTurnAsync(TurnRecord turn, CancellationToken cancellation);

    /// <summary>Clears the customer's thread: turns accepted until now leave the conversation, and no case has it any more. Another customer's thread, or none, is left as it is.</summary>
    Task ResetAsync(string threadId, string customerId, CancellationToken cancellation);

    /// <summary>
    /// Deletes the threads whose newest turn was received before <paramref name="before"/>, with their turns. One that is cut short is completed
    /// by the next.
    /// </summary>
    /// <returns>How many threads are gone.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellation);
}

/// <param name="HeldByCase">The escalation case that has the thread since the last reset, or null.</param>
/// <param name="ClearedAt">When it was last reset, or null.</param>
public sealed record ConversationThread(string ThreadId, string CustomerId, string? HeldByCase, DateTimeOffset? ClearedAt);

/// <param name="Next">The cursor of the next page, or null on the last.</param>
public sealed record TurnPage(IReadOnlyList<TurnRecord> Turns, string? Next);
