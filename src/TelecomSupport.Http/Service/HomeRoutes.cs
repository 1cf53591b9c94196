using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace TelecomSupport.Http.Service;

/// <summary><c>GET /</c>.</summary>
internal static class HomeRoutes
{
    private static readonly ServiceDescription Description = new(
        "TelecomSupport", ServiceVersion.Text, SupportRoutes.All.ToDictionary(route => route.Name, route => $"{route.Method} {route.Template}"));

    public static Task<IResult> GetAsync(HttpContext http) => Task.FromResult<IResult>(TypedResults.Json(Description, SupportJson.Options));
}

/// <param name="Links">Each route by its name, as method and path.</param>
public sealed record ServiceDescription(string Name, string Version, IReadOnlyDictionary<string, string> Links);

internal static class ServiceVersion
{
    public static readonly string Text =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
