using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TelecomSupport.Http.Service;

/// <summary><c>GET /</c>: the chat page to a browser, a description to everything else.</summary>
internal static class HomeRoutes
{
    private static readonly ServiceDescription Description = new(
        "TelecomSupport", ServiceVersion.Text, SupportRoutes.All.ToDictionary(route => route.Name, route => $"{route.Method} {route.Template}"));

    public static Task<IResult> GetAsync(HttpContext http)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return Task.FromResult(PrefersHtml(http.Request) ? Pages.Answer(http, "chat.html") : TypedResults.Json(Description, SupportJson.Options));
    }

    // A wildcard is no wish for a page: curl and HTTP libraries send it.
    private static bool PrefersHtml(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality(accepted, "text/html") is > 0 and var html && html >= Quality(accepted, "application/json");
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted.FirstOrDefault(media => media.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) is { } match ? match.Quality ?? 1 : 0;
}

/// <param name="Links">Each route by its name, as method and path.</param>
public sealed record ServiceDescription(string Name, string Version, IReadOnlyDictionary<string, string> Links);

internal static class ServiceVersion
{
    public static readonly string Text =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
