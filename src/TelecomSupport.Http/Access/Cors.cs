using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TelecomSupport.Http.Access;

/// <summary>Lets pages of the configured origins call the API (Fetch Standard, CORS protocol). Without credentials: no cookie is ever used.</summary>
public sealed class Cors(IOptions<CorsOptions> options)
{
    private const string RequestHeaders = "Authorization, Content-Type, Prefer, X-Request-Id, X-User-Id";
    private const string ResponseHeaders = "Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, WWW-Authenticate, X-Request-Id";
    private const string PreflightSeconds = "600";

    private readonly HashSet<string> origins = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public void Apply(HttpContext http)
    {
        if (origins.Count == 0)
        {
            return;
        }

        var headers = http.Response.Headers;
        headers.Append("Vary", "Origin");
        if (IsAllowed(http))
        {
            headers.AccessControlAllowOrigin = http.Request.Headers.Origin;
            headers.AccessControlExposeHeaders = ResponseHeaders;
        }
    }

    public void AnswerPreflight(HttpContext http, string methods)
    {
        if (IsAllowed(http) && http.Request.Headers.AccessControlRequestMethod.Count > 0)
        {
            var headers = http.Response.Headers;
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = RequestHeaders;
            headers.AccessControlMaxAge = PreflightSeconds;
        }
    }

    private bool IsAllowed(HttpContext http) => http.Request.Headers.Origin is [{ } origin] && origins.Contains(origin);
}
