using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TelecomSupport.Fallback;
using TelecomSupport.Http.Service;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Tests;

public class ServiceTests
{
    private const string BrowserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    [Theory]
    [InlineData(HealthStatus.Healthy, HealthStatus.Healthy, "healthy", 200)]
    [InlineData(HealthStatus.Healthy, HealthStatus.Unhealthy, "degraded", 200)]
    [InlineData(HealthStatus.Healthy, HealthStatus.Degraded, "degraded", 200)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Healthy, "degraded", 200)]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Healthy, "unhealthy", 503)]
    [InlineData(HealthStatus.Unhealthy, HealthStatus.Unhealthy, "unhealthy", 503)]
    public async Task Health_Parts_DecideTheWhole(HealthStatus storage, HealthStatus model, string whole, int status)
    {
        await using var server = await SupportServer.StartAsync(services: services => services.AddHealthChecks()
            .AddCheck("storage", () => new HealthCheckResult(storage, "secret", new InvalidOperationException("secret")))
            .AddCheck("language_model", () => new HealthCheckResult(model), tags: [HealthRoutes.Optional]));

        var response = await server.GetAsync("/health", user: null);
        var body = await response.JsonAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(whole, body.GetProperty("status").GetString());
        Assert.NotEmpty(body.GetProperty("version").GetString()!);
        var part = body.GetProperty("checks").GetProperty("storage");
        Assert.Equal(storage.ToString().ToLowerInvariant(), part.GetProperty("status").GetString());
        Assert.True(part.GetProperty("duration_ms").GetDouble() >= 0);
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/health/live", user: null)).StatusCode);
    }

    [Fact]
    public async Task Health_StoreDown_Is503()
    {
        await using var server = await SupportServer.StartAsync();
        server.Conversations.Failure = new StorageUnavailableException("secret");

        var response = await server.GetAsync("/health", user: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BrowserAccept, "text/html")]
    [InlineData("text/html", "text/html")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("text/html;q=0", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("nonsense", "application/json")]
    public async Task Home_Accept_PicksPageOrJson(string accept, string type)
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.GetAsync("/", user: null, ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", response.Headers.Vary);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs")]
    public async Task Page_EverythingItNames_IsServedFromHereWithoutInlineCode(string path)
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.GetAsync(path, user: null, ("Accept", BrowserAccept));
        var html = await response.Content.ReadAsStringAsync();

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<style|<script(?![^>]*src=)|\son\w+=", html);
        var links = System.Text.RegularExpressions.Regex.Matches(html, "(?:src|href)=\"([^\"#]+)\"").Select(match => match.Groups[1].Value).Distinct().ToArray();
        Assert.Contains(links, link => link.EndsWith(".js", StringComparison.Ordinal));
        foreach (var link in links)
        {
            Assert.DoesNotContain("//", link, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync($"/{link.TrimStart('.', '/')}", user: null)).StatusCode);
        }
    }

    [Fact]
    public async Task Asset_Known_IsNotSentAgainWhileItIsTheSame()
    {
        await using var server = await SupportServer.StartAsync();
        var first = await server.GetAsync("/assets/chat.js", user: null);

        var second = await server.GetAsync("/assets/chat.js", user: null, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal("text/javascript", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/..%2fchat.html")]
    public async Task Asset_Unknown_Is404(string path)
    {
        await using var server = await SupportServer.StartAsync();

        await (await server.GetAsync(path, user: null)).ProblemAsync(404);
    }

    [Fact]
    public async Task Graph_Agents_AreDrawnAsTheyAreRegistered()
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.GetAsync("/graph", user: null);
        var graph = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/vnd.mermaid", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("flowchart TD\n", graph, StringComparison.Ordinal);
        foreach (var step in new[] { TurnStepNames.RouteMessage, TurnStepNames.RetrievePassages, TurnStepNames.ComposeReply, TurnStepNames.CallBillingTool, TurnStepNames.SaveTurn })
        {
            Assert.Contains(step, graph, StringComparison.Ordinal);
        }

        Assert.Contains("technical: ", graph, StringComparison.Ordinal);
        Assert.Contains("agent0_retrieve", graph, StringComparison.Ordinal);
        Assert.Contains("agent1_compose -.->|\"left unsettled\"| agent0_retrieve", graph, StringComparison.Ordinal);
        Assert.Contains("agent2_compose -.->|\"left unsettled\"| agent0_retrieve", graph, StringComparison.Ordinal);
        Assert.DoesNotContain("agent2_retrieve", graph, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_AnotherAgent_IsInTheGraphAndTheContract()
    {
        var roaming = new Agent("roaming", "travel", "\"abroad\" <b>#1</b>") { Retrieves = true, CallsTools = true };
        await using var server = await SupportServer.StartAsync(services: services => services.AddAgent<ClarificationReply>(roaming));

        var graph = await (await server.GetAsync("/graph", user: null)).Content.ReadAsStringAsync();
        var openApi = await (await server.GetAsync("/openapi.json", user: null)).JsonAsync();

        Assert.Contains("route -->|\"travel\"| agent3_retrieve", graph, StringComparison.Ordinal);
        Assert.Contains("agent3_compose -->|\"tool calls, at most 5 times\"| agent3_tool", graph, StringComparison.Ordinal);
        Assert.Contains("roaming: #quot;abroad#quot; #lt;b#gt;#35;1#lt;/b#gt;", graph, StringComparison.Ordinal);
        var category = openApi.GetProperty("components").GetProperty("schemas").GetProperty("TurnResult").GetProperty("properties").GetProperty("category");
        Assert.Contains("travel", category.GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
    }
}
