using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Http.Access;

namespace TelecomSupport.Http.Tests;

public class AccessTests
{
    private static readonly Dictionary<string, string?> TwoPerMinute = new() { ["RateLimit:RequestsPerMinute"] = "2" };

    [Fact]
    public async Task RateLimit_TooManyMessages_Is429ForThatCustomerOnly()
    {
        await using var server = await SupportServer.StartAsync(TwoPerMinute, new FakeTimeProvider());

        var first = await server.ChatAsync("1", "anna");
        var second = await server.ChatAsync("2", "anna");
        var third = await server.ChatAsync("3", "anna");
        var other = await server.ChatAsync("1", "ben");

        Assert.Equal(("2", "1", "60"), Limits(first));
        Assert.Equal(("2", "0", "60"), Limits(second));
        await third.ProblemAsync(429);
        Assert.Equal(("2", "0", "60"), Limits(third));
        Assert.Equal(TimeSpan.FromSeconds(60), third.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(3, server.Engine.Runs);
    }

    [Fact]
    public async Task RateLimit_AfterRetryAfter_LetsThrough()
    {
        var time = new FakeTimeProvider();
        await using var server = await SupportServer.StartAsync(TwoPerMinute, time);
        await server.ChatAsync("1", "anna");
        time.Advance(TimeSpan.FromSeconds(20));
        await server.ChatAsync("2", "anna");

        var refused = await server.ChatAsync("3", "anna");
        time.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        var after = await server.ChatAsync("3", "anna");

        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter.Delta);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(("2", "0", "20"), Limits(after));
    }

    [Fact]
    public async Task RateLimit_MessageSentAgain_IsAnswered()
    {
        await using var server = await SupportServer.StartAsync(TwoPerMinute, new FakeTimeProvider());
        await server.ChatAsync("1", "anna", "t1", "m1");
        await server.ChatAsync("2", "anna", "t1", "m2");

        Assert.Equal(HttpStatusCode.OK, (await server.ChatAsync("1", "anna", "t1", "m1")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.ChatAsync("3", "anna", "t1", "m3")).StatusCode);
        await server.ChatAsync("1", "ben");
        await server.ChatAsync("2", "ben");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.ChatAsync("1", "ben", "t1", "m1")).StatusCode);
    }

    [Fact]
    public async Task RateLimit_InvalidRequests_AreNotCounted()
    {
        await using var server = await SupportServer.StartAsync(TwoPerMinute, new FakeTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            await server.ChatAsync("", "anna");
        }

        Assert.Equal(HttpStatusCode.OK, (await server.ChatAsync("1", "anna")).StatusCode);
    }

    [Fact]
    public async Task RateLimit_Off_SaysNothing()
    {
        await using var server = await SupportServer.StartAsync();

        Assert.False((await server.ChatAsync("1")).Headers.Contains("RateLimit-Limit"));
    }

    [Fact]
    public async Task RateLimiter_ManyAtOnce_GrantsExactlyTheLimit()
    {
        var limiter = new InProcessRateLimiter(Options.Create(new RateLimitOptions { RequestsPerMinute = 50 }), new FakeTimeProvider());

        var leases = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => Task.Run(() => limiter.TakeAsync("anna", CancellationToken.None).AsTask())));

        Assert.Equal(50, leases.Count(lease => lease!.Granted));
        Assert.Equal(0, leases.Min(lease => lease!.Remaining));
    }

    [Fact]
    public async Task RateLimiter_CustomersWhoLeft_AreForgotten()
    {
        var time = new FakeTimeProvider();
        var limiter = new InProcessRateLimiter(Options.Create(new RateLimitOptions { RequestsPerMinute = 1 }), time);
        for (var i = 0; i < 100; i++)
        {
            await limiter.TakeAsync($"customer{i}", CancellationToken.None);
        }

        time.Advance(TimeSpan.FromSeconds(61));
        await limiter.TakeAsync("anna", CancellationToken.None);

        Assert.Equal(1, limiter.Customers);
    }

    [Fact]
    public async Task Cors_AllowedOrigin_MayReadAndPreflight()
    {
        await using var server = await SupportServer.StartAsync(new() { ["Cors:AllowedOrigins:0"] = "https://app.lumora.example" });

        var answer = await server.GetAsync("/health", headers: ("Origin", "https://app.lumora.example"));
        var preflight = await PreflightAsync(server, "https://app.lumora.example");

        Assert.Equal("https://app.lumora.example", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Retry-After", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        Assert.Contains("Origin", answer.Headers.Vary);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Contains("POST", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Contains("X-User-Id", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://app.lumora.example.evil.example")]
    [InlineData("http://app.lumora.example")]
    [InlineData("null")]
    public async Task Cors_OtherOrigin_GetsNoPermission(string origin)
    {
        await using var server = await SupportServer.StartAsync(new() { ["Cors:AllowedOrigins"] = "https://app.lumora.example, https://b.example" });

        Assert.False((await server.GetAsync("/health", headers: ("Origin", origin))).Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False((await PreflightAsync(server, origin)).Headers.Contains("Access-Control-Allow-Methods"));
    }

    [Theory]
    [InlineData("Cors:AllowedOrigins:0", "*", "Cors:AllowedOrigins takes exact origins")]
    [InlineData("Cors:AllowedOrigins", "https://*.lumora.example", "Cors:AllowedOrigins takes exact origins")]
    [InlineData("Cors:AllowedOrigins:0", "https://app.lumora.example/", "Cors:AllowedOrigins takes exact origins")]
    [InlineData("Cors:AllowedOrigins:0", "app.lumora.example", "Cors:AllowedOrigins takes exact origins")]
    [InlineData("Cors:AllowedOrigins:0", "ftp://app.lumora.example", "Cors:AllowedOrigins takes exact origins")]
    [InlineData("RateLimit:RequestsPerMinute", "-1", "RateLimit:RequestsPerMinute takes a whole number")]
    [InlineData("RateLimit:RequestsPerMinute", "many", "RateLimit:RequestsPerMinute takes a whole number")]
    [InlineData("Auth:Mode", "Jwt", "Auth:Mode=Jwt takes either Auth:Authority")]
    [InlineData("Auth:Mode", "0", "Auth:Mode takes Anonymous or Jwt.")]
    public async Task Options_WrongValue_StopsTheStartAndNamesTheKey(string key, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => SupportServer.StartAsync(new() { [key] = value }));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(SupportServer server, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/chat");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-user-id");
        return await server.Client.SendAsync(request);
    }

    private static (string Limit, string Remaining, string Reset) Limits(HttpResponseMessage response) =>
        (Header(response, "RateLimit-Limit"), Header(response, "RateLimit-Remaining"), Header(response, "RateLimit-Reset"));

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
