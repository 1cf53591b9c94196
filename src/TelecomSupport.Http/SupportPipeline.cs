using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.Logging;
using TelecomSupport.Http.Access;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http;

/// <summary>
/// What every route has around its handler, in every host: request id, security headers, CORS, identity, errors as problem details and one log
/// line. An ASP.NET Core endpoint and a Functions HTTP trigger both run a request through it; afterwards the response is complete.
/// </summary>
public sealed partial class SupportPipeline(Authentication authentication, Cors cors, TimeProvider time, ILogger<SupportPipeline> logger)
{
    public const string RequestIdHeader = "X-Request-Id";

    private static readonly (TemplateMatcher Matcher, SupportRoute Route)[] Templates =
        [.. SupportRoutes.All.Select(route => (new TemplateMatcher(TemplateParser.Parse(route.Template), []), route))];

    /// <summary>Answers the request; throws nothing that the request or the handler caused.</summary>
    /// <param name="route">The route that the host matched, or null when it matched none: then 404, 405, or the answer to <c>OPTIONS</c>.</param>
    public async Task RunAsync(HttpContext http, SupportRoute? route)
    {
        var start = time.GetTimestamp();
        http.TraceIdentifier = RequestId(http.Request.Headers[RequestIdHeader]);
        using var scope = logger.BeginScope(new RequestScope(http));
        SetHeaders(http);
        try
        {
            var result = await AnswerAsync(http, route);
            await result.ExecuteAsync(http);
        }
        catch (Exception exception) when (IsClientGone(http, exception))
        {
            Log.ClientGone(logger, exception.GetType().Name);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await Refusal(http, exception).ExecuteAsync(http);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, http.TraceIdentifier);
            http.Abort();
        }

        Log.Answered(
            logger, http.Request.Method, route?.Template ?? "(none)", http.Response.StatusCode, time.GetElapsedTime(start).TotalMilliseconds);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, SupportRoute? route)
    {
        if (route is null)
        {
            return Unmatched(http);
        }

        var (caller, refusal) = await authentication.IdentifyAsync(http, route);
        return refusal ?? await route.Handler(http, caller);
    }

    private IResult Unmatched(HttpContext http)
    {
        var methods = Templates
            .Where(template => template.Matcher.TryMatch(http.Request.Path, new RouteValueDictionary()))
            .SelectMany(template => template.Route.Methods)
            .ToArray();
        if (methods.Length == 0)
        {
            return Problems.NotFound(http);
        }

        var allow = string.Join(", ", [.. methods, HttpMethods.Options]);
        http.Response.Headers.Allow = allow;
        if (!HttpMethods.IsOptions(http.Request.Method))
        {
            return Problems.Of(http, StatusCodes.Status405MethodNotAllowed, $"This path takes {allow}.");
        }

        cors.AnswerPreflight(http, allow);
        return TypedResults.NoContent();
    }

    private IResult Refusal(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case StorageUnavailableException:
                Log.StorageUnavailable(logger, exception, http.TraceIdentifier);
                return Problems.Unavailable(http);
            case BadHttpRequestException bad:
                return Problems.Of(http, bad.StatusCode, "The request could not be read.");
            default:
                Log.Failed(logger, exception, http.TraceIdentifier);
                return Problems.Of(http, StatusCodes.Status500InternalServerError, "Something went wrong on our side. The request id helps us find it.");
        }
    }

    private void SetHeaders(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers[RequestIdHeader] = http.TraceIdentifier;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        cors.Apply(http);
    }

    private static bool IsClientGone(HttpContext http, Exception exception) =>
        http.RequestAborted.IsCancellationRequested && exception is (OperationCanceledException or IOException);

    // The same rule as a message id's: at most 64 of A-Za-z0-9._-.
    private static string RequestId(string? sent) =>
        sent is not null && TextField.MessageId.IsValid(sent) ? sent : RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Method} {Route} answered {Status} in {ElapsedMs:0.0} ms")]
        public static partial void Answered(ILogger logger, string method, string route, int status, double elapsedMs);

        [LoggerMessage(LogLevel.Error, "Request {RequestId} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string requestId);

        [LoggerMessage(LogLevel.Warning, "Request {RequestId} was refused: storage is unavailable")]
        public static partial void StorageUnavailable(ILogger logger, Exception exception, string requestId);

        [LoggerMessage(LogLevel.Debug, "The client went away ({Exception})")]
        public static partial void ClientGone(ILogger logger, string exception);
    }
}
