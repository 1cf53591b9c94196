namespace TelecomSupport.Http.Access;

/// <summary>Who a request is from.</summary>
/// <param name="CustomerId">Null when the request has not said so outside its body.</param>
/// <param name="Roles">Those of its token; null when it was not asked for one.</param>
public sealed record Caller(string? CustomerId, IReadOnlyList<string>? Roles = null)
{
    public static readonly Caller Nobody = new(CustomerId: null);

    /// <exception cref="InvalidOperationException">The route lets callers in that have no identity.</exception>
    public string RequiredCustomerId => CustomerId ?? throw new InvalidOperationException("The route has no caller.");

    /// <summary>Whether a token says who it is, and not the request itself.</summary>
    public bool IsProven => Roles is not null;

    public bool HasRole(string role) => Roles?.Contains(role, StringComparer.Ordinal) == true;
}
