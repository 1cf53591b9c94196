namespace TelecomSupport.Http.Access;

/// <summary>Counts what each customer sends. In process on one machine; shared through storage where there are several. Safe for concurrent use.</summary>
public interface IRateLimiter
{
    /// <summary>Counts one message, unless the customer has none left; a refused one is not counted.</summary>
    /// <returns>Null when there is no limit.</returns>
    ValueTask<RateLimitLease?> TakeAsync(string customerId, CancellationToken cancellation);
}

/// <param name="Limit">How many messages in any 60 seconds.</param>
/// <param name="Remaining">How many more may be sent now.</param>
/// <param name="Reset">How long until one more may be sent than now.</param>
public sealed record RateLimitLease(bool Granted, int Limit, int Remaining, TimeSpan Reset);
