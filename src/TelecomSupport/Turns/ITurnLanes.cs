namespace TelecomSupport.Turns;

/// <summary>
/// The accepted, unfinished turns of each thread, in the order of their acceptance: one lane for each thread, whose first turn is the one that
/// may run. For engines that run on more than one machine. Every call is atomic for its lane, so that of all callers exactly one is told to
/// start a turn: whoever enters a free lane, or makes the turn in front leave. A caller that dies before it does so leaves the turn here, where
/// <see cref="ListWaitingAsync"/> finds it. Safe for concurrent use. Throws <see cref="StorageUnavailableException"/> when the store can't be
/// reached.
/// </summary>
public interface ITurnLanes
{
    /// <summary>The most unfinished turns of one thread.</summary>
    const int MaxTurns = 32;

    /// <summary>Adds the turn at its lane's end unless it is in it; once this has returned, the turn is kept.</summary>
    /// <param name="onlyIfFree">Refuse it when the lane has other turns.</param>
    Task<LaneEntry> EnterAsync(TurnRequest turn, bool onlyIfFree, CancellationToken cancellation);

    /// <summary>Takes the turn out of its lane; one that is not in it changes nothing.</summary>
    /// <returns>The turn that is first now, to be started by the caller; null when the lane is free.</returns>
    Task<TurnRequest?> LeaveAsync(string threadId, string turnId, CancellationToken cancellation);

    /// <returns>The turn as it was entered, or null when it is in no lane.</returns>
    Task<TurnRequest?> FindAsync(string turnId, CancellationToken cancellation);

    /// <returns>The first turn of each lane that was received before <paramref name="before"/>.</returns>
    Task<IReadOnlyList<TurnRequest>> ListWaitingAsync(DateTimeOffset before, CancellationToken cancellation);
}

public enum LaneEntry
{
    /// <summary>The turn is new and the first of its lane: the caller starts it.</summary>
    First,

    /// <summary>The turn is new; it is started when those before it have left.</summary>
    Behind,

    /// <summary>The turn was in the lane before.</summary>
    Known,

    /// <summary>The lane has other turns and only a free one would do, or it has <see cref="ITurnLanes.MaxTurns"/>.</summary>
    Refused,
}
