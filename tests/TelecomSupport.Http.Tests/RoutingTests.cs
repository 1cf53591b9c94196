using System.Net;
using System.Text.RegularExpressions;

namespace TelecomSupport.Http.Tests;

public class RoutingTests
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/chat/a/b/c")]
    [InlineData("/favicon.ico")]
    [InlineData("/..%2f..%2fetc/passwd")]
    public async Task Path_Unknown_Is404(string path)
    {
        await using var server = await SupportServer.StartAsync();

        await (await server.GetAsync(path)).ProblemAsync(404);
    }

    [Theory]
    [InlineData("GET", "/chat", "POST, OPTIONS")]
    [InlineData("DELETE", "/chat/abc", "GET, HEAD, OPTIONS")]
    [InlineData("PUT", "/reset", "POST, OPTIONS")]
    [InlineData("POST", "/health", "GET, HEAD, OPTIONS")]
    [InlineData("PATCH", "/", "GET, HEAD, OPTIONS")]
    public async Task Method_NotOfThePath_Is405WithAllow(string method, string path, string allow)
    {
        await using var server = await SupportServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await server.Client.SendAsync(request);

        await response.ProblemAsync(405);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/chat", "POST, OPTIONS")]
    [InlineData("/threads/x", "GET, HEAD, OPTIONS")]
    public async Task Options_KnownPath_SaysWhatItTakes(string path, string allow)
    {
        await using var server = await SupportServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, path);

        var response = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task Head_GetRoute_HasNoBody()
    {
        await using var server = await SupportServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/health");

        var response = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Home_NotToABrowser_NamesEveryRoute()
    {
        await using var server = await SupportServer.StartAsync();

        var body = await (await server.GetAsync("/")).JsonAsync();

        Assert.Equal("TelecomSupport", body.GetProperty("name").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", body.GetProperty("version").GetString());
        var links = body.GetProperty("links").EnumerateObject().Select(link => link.Value.GetString());
        Assert.Equal(SupportRoutes.All.Select(route => $"{route.Method} {route.Template}"), links);
    }

    [Theory]
    [InlineData("abc-123.DEF_9", true)]
    [InlineData("has space", false)]
    [InlineData("<script>", false)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public async Task RequestId_Sent_IsKeptWhenValid(string sent, bool kept)
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.GetAsync("/nothing", headers: ("X-Request-Id", sent));

        var answered = response.Headers.GetValues("X-Request-Id").Single();
        Assert.Equal(kept, answered == sent);
        Assert.Matches(new Regex("^[A-Za-z0-9._-]{1,64}$"), answered);
        await response.ProblemAsync(404);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/threads/x")]
    public async Task Response_Any_HasSecurityHeaders(string path)
    {
        await using var server = await SupportServer.StartAsync();

        var headers = (await server.GetAsync(path)).Headers;

        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
