using Microsoft.AspNetCore.Http;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.Access;

/// <summary>Finds out who a request is from. With <c>Auth:Mode=Anonymous</c> it says so itself, in <c>X-User-Id</c> or its body.</summary>
public static class Authentication
{
    public const string UserIdHeader = "X-User-Id";

    /// <returns>The caller; or a refusal: 401 when the request must say who it is from and does not, or not in a valid way.</returns>
    /// <param name="bodyMayName">The body can name the customer, so that the header may be absent.</param>
    internal static (Caller Caller, IResult? Refusal) Identify(HttpContext http, bool bodyMayName)
    {
        var header = http.Request.Headers[UserIdHeader];
        if (header.Count == 0)
        {
            return (Caller.Nobody, bodyMayName ? null : Challenge(http, "invalid_request", $"Say which customer this is from in {UserIdHeader}."));
        }

        var customerId = header.ToString();
        return TextField.UserId.Check(ref customerId) is { } error
            ? (Caller.Nobody, Challenge(http, "invalid_request", $"{UserIdHeader} {error}"))
            : (new Caller(customerId), null);
    }

    private static IResult Challenge(HttpContext http, string error, string description)
    {
        http.Response.Headers.WWWAuthenticate = $"Bearer error=\"{error}\", error_description=\"{description}\"";
        return Problems.Of(http, StatusCodes.Status401Unauthorized, description);
    }
}
