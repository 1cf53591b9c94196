namespace TelecomSupport.Http.Access;

/// <summary>Who a request is from.</summary>
/// <param name="CustomerId">Null when the request has not said so outside its body.</param>
public sealed record Caller(string? CustomerId)
{
    public static readonly Caller Nobody = new(CustomerId: null);

    /// <exception cref="InvalidOperationException">The route lets callers in that have no identity.</exception>
    public string RequiredCustomerId => CustomerId ?? throw new InvalidOperationException("The route has no caller.");
}
