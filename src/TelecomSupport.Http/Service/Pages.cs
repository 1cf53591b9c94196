using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TelecomSupport.Http.Service;

/// <summary>The pages and what they are made of, from the assembly's resources: no build step, nothing from another host.</summary>
internal static class Pages
{
    // Scripts and styles only from here, and no script may turn text into markup (Trusted Types).
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private const string ResourcePrefix = "Pages/";

    private static readonly Dictionary<string, Page> ByName = Load();

    public static Task<IResult> GetAsync(HttpContext http) => Task.FromResult(Answer(http, (string)http.Request.RouteValues["name"]!));

    public static IResult Answer(HttpContext http, string name)
    {
        if (!ByName.TryGetValue(name, out var page))
        {
            return Problems.NotFound(http);
        }

        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return TypedResults.Bytes(page.Content, page.ContentType, entityTag: page.Tag);
    }

    private static Dictionary<string, Page> Load()
    {
        var assembly = typeof(Pages).Assembly;
        var pages = new Dictionary<string, Page>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
            pages[resource[ResourcePrefix.Length..]] = new(content, ContentType(resource), tag);
        }

        return pages;
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"A page has the unknown extension {other}."),
    };

    private sealed record Page(byte[] Content, string ContentType, EntityTagHeaderValue Tag);
}
