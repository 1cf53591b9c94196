namespace TelecomSupport.Turns;

/// <summary>
/// Runs <see cref="TurnWorkflow"/> for each accepted message: in process behind a journal, or as a Durable orchestration. Turns of one thread
/// run one after another in the order of their acceptance, different threads in parallel; nobody has to wait for a turn to have it finished.
/// Safe for concurrent use. Throws <see cref="StorageUnavailableException"/> when a message could not be accepted.
/// </summary>
public interface ITurnEngine
{
    /// <summary>Accepts the message, or finds the turn that it already is. Once this has returned, the turn is kept and will be finished.</summary>
    /// <returns>The turn's status; null when another turn of the thread is running and <see cref="ChatOptions.QueueTurns"/> is false.</returns>
    Task<TurnStatus?> SubmitAsync(TurnRequest turn, CancellationToken cancellation);

    /// <returns>The turn's status now, or null when there is no such turn.</returns>
    Task<TurnStatus?> FindAsync(string turnId, CancellationToken cancellation);

    /// <summary>Follows a turn: its status now, then each change, the finished one last. Empty for an unknown turn.</summary>
    IAsyncEnumerable<TurnStatus> WatchAsync(string turnId, CancellationToken cancellation);
}

/// <summary>Where a turn is.</summary>
/// <param name="CustomerId">Whose it is.</param>
/// <param name="Step">The running step's name in <c>snake_case</c>, <see cref="Accepted"/> before the first; null when finished.</param>
/// <param name="Result">Null until the turn is finished.</param>
public sealed record TurnStatus(string TurnId, string ThreadId, string CustomerId, string? Step, TurnResult? Result)
{
    public const string Accepted = "accepted";
}
