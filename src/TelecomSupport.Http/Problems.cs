using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace TelecomSupport.Http;

/// <summary>An error as RFC 9457 has it.</summary>
/// <param name="Type">A URI that says what kind of error it is: the section of the RFC that defines the status.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What to do about it, for people.</param>
/// <param name="Instance">The path that was asked for.</param>
/// <param name="RequestId">The request's X-Request-Id.</param>
/// <param name="Errors">For 422: what is wrong with each field.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Instance,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null);

internal static class Problems
{
    public const string ContentType = "application/problem+json";

    private const string UnavailableRetrySeconds = "5";

    public static IResult Of(HttpContext http, int status, string detail) => Result(Describe(http, status, detail));

    public static IResult NotFound(HttpContext http) => Of(http, StatusCodes.Status404NotFound, "There is nothing here by this name, or it is not yours.");

    public static IResult Invalid(HttpContext http, IReadOnlyDictionary<string, IReadOnlyList<string>> errors) =>
        Result(Describe(http, StatusCodes.Status422UnprocessableEntity, "Some fields are not as they must be.") with { Errors = errors });

    public static IResult Invalid(HttpContext http, string field, string message) =>
        Invalid(http, new Dictionary<string, IReadOnlyList<string>> { [field] = [message] });

    public static IResult Unavailable(HttpContext http)
    {
        http.Response.Headers.RetryAfter = UnavailableRetrySeconds;
        return Of(http, StatusCodes.Status503ServiceUnavailable, "The service can't take this right now. Nothing was lost; please send it again.");
    }

    public static Problem Describe(HttpContext http, int status, string detail) =>
        new(TypeOf(status), ReasonPhrases.GetReasonPhrase(status), status, detail, http.Request.Path.ToUriComponent(), http.TraceIdentifier);

    private static JsonHttpResult<Problem> Result(Problem problem) => TypedResults.Json(problem, SupportJson.Options, ContentType, problem.Status);

    // 4xx are sections 15.5.1 (400) to 15.5.22 (426) of RFC 9110 and 5xx 15.6.1 (500) to 15.6.6 (505), in order; 418 and 419 are not errors to send.
    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests => "https://www.rfc-editor.org/rfc/rfc6585#section-4",
        >= 400 and <= 417 => $"https://www.rfc-editor.org/rfc/rfc9110#section-15.5.{status - 399}",
        421 or 422 => $"https://www.rfc-editor.org/rfc/rfc9110#section-15.5.{status - 401}",
        >= 500 and <= 505 => $"https://www.rfc-editor.org/rfc/rfc9110#section-15.6.{status - 499}",
        _ => "about:blank",
    };
}
