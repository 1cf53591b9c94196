namespace TelecomSupport.Turns;

/// <summary>One customer message, as it was accepted. Journalled and sent between processes, so it carries a version.</summary>
public sealed record TurnRequest
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Made of the thread's and the message's id (<see cref="Ids.Turn"/>): the same message in the same thread is the same turn.</summary>
    public required string TurnId { get; init; }

    public required string ThreadId { get; init; }

    /// <summary>From the request's identity; never from text or from a model.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The client's, or one made for this request when it sent none.</summary>
    public required string MessageId { get; init; }

    /// <summary>Trimmed, not empty.</summary>
    public required string Message { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The HTTP request's <c>X-Request-Id</c>, carried onto every log record of the turn.</summary>
    public string? RequestId { get; init; }
}
