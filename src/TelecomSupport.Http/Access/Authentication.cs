using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.Access;

/// <summary>
/// Finds out who a request is from. With <c>Auth:Mode=Anonymous</c> it says so itself, in <c>X-User-Id</c> or its body; with <c>Jwt</c> its bearer
/// token does, and what the request says must agree.
/// </summary>
public sealed class Authentication(IOptions<AuthOptions> options, TimeProvider time, ILogger<Authentication> logger)
{
    public const string UserIdHeader = "X-User-Id";

    private const string Scheme = "Bearer ";

    private readonly BearerTokens? tokens = options.Value.Mode == AuthMode.Jwt ? new(options.Value, time, logger) : null;

    /// <returns>
    /// The caller; or a refusal: 401 when the request must say who it is from and does not, or not in a valid way; 403 when the token is another
    /// customer's or lacks the route's role.
    /// </returns>
    /// <exception cref="StorageUnavailableException">What tokens are checked with can't be read.</exception>
    internal async ValueTask<(Caller Caller, IResult? Refusal)> IdentifyAsync(HttpContext http, SupportRoute route)
    {
        if (route.Who == Who.Anyone)
        {
            return (Caller.Nobody, null);
        }

        if (tokens is null)
        {
            return route.Role is null ? Named(http, bodyMayName: route.Body is not null) : (Caller.Nobody, null);
        }

        if (!TryReadToken(http, out var token))
        {
            return Refuse(Challenge(http, StatusCodes.Status401Unauthorized, "invalid_request", "Send a bearer token in Authorization."));
        }

        var (caller, fault) = await tokens.CheckAsync(token, http.RequestAborted);
        if (caller is null)
        {
            return Refuse(Challenge(http, StatusCodes.Status401Unauthorized, "invalid_token", fault!));
        }

        if (http.Request.Headers[UserIdHeader] is { Count: > 0 } named && named != caller.CustomerId)
        {
            return Refuse(Problems.Of(http, StatusCodes.Status403Forbidden, $"{UserIdHeader} is not the token's customer."));
        }

        return route.Role is { } role && !caller.HasRole(role)
            ? Refuse(Challenge(http, StatusCodes.Status403Forbidden, "insufficient_scope", $"This takes the role {role}."))
            : (caller, null);
    }

    /// <summary>Completes when tokens can be checked.</summary>
    /// <exception cref="StorageUnavailableException">They can't be now.</exception>
    internal Task ReadyAsync(CancellationToken cancellation) => tokens?.ReadKeysAsync(cancellation) ?? Task.CompletedTask;

    private static (Caller Caller, IResult? Refusal) Named(HttpContext http, bool bodyMayName)
    {
        var header = http.Request.Headers[UserIdHeader];
        if (header.Count == 0)
        {
            return bodyMayName
                ? (Caller.Nobody, null)
                : Refuse(Challenge(http, StatusCodes.Status401Unauthorized, "invalid_request", $"Say which customer this is from in {UserIdHeader}."));
        }

        var customerId = header.ToString();
        return TextField.UserId.Check(ref customerId) is { } error
            ? Refuse(Challenge(http, StatusCodes.Status401Unauthorized, "invalid_request", $"{UserIdHeader} {error}"))
            : (new Caller(customerId), null);
    }

    private static bool TryReadToken(HttpContext http, [NotNullWhen(true)] out string? token)
    {
        token = http.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
        return token is { Length: > 0 };
    }

    private static (Caller Caller, IResult? Refusal) Refuse(IResult refusal) => (Caller.Nobody, refusal);

    // RFC 6750, section 3. The contract has an error in every challenge, also where there was no token.
    private static IResult Challenge(HttpContext http, int status, string error, string description)
    {
        http.Response.Headers.WWWAuthenticate = $"Bearer error=\"{error}\", error_description=\"{description}\"";
        return Problems.Of(http, status, description);
    }
}
