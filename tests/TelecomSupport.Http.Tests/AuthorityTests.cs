using System.Net;
using System.Text;
using TelecomSupport.Http.Tests.Fakes;

namespace TelecomSupport.Http.Tests;

/// <summary>Authentication by tokens of an OpenID Connect provider.</summary>
public sealed class AuthorityTests : IAsyncLifetime
{
    private OpenIdServer authority = null!;
    private SupportServer server = null!;

    public async Task InitializeAsync()
    {
        authority = await OpenIdServer.StartAsync();
        server = await SupportServer.StartAsync(new()
        {
            ["Auth:Mode"] = "Jwt",
            ["Auth:Authority"] = authority.Url,
            ["Auth:Audience"] = Tokens.Audience,
            ["RateLimit:RequestsPerMinute"] = "0",
        });
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Chat_TokenOfTheAuthority_IsTheTokensCustomers(string algorithm)
    {
        var response = await ChatAsync(authority.Token(algorithm: algorithm));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("anna", server.Engine.LastRequest!.CustomerId);
    }

    [Fact]
    public async Task Chat_ManyTokensAtOnce_ReadTheKeysOnce()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ChatAsync(authority.Token())));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(1, authority.Requests);
    }

    [Fact]
    public async Task Chat_NoToken_AsksTheAuthorityNothing()
    {
        Assert.Equal("invalid_request", await (await ChatAsync(token: null)).ChallengeAsync(401));
        Assert.Equal(0, authority.Requests);
    }

    [Fact]
    public async Task Chat_TokenOfAnotherIssuerOrKey_Is401()
    {
        Assert.Equal("invalid_token", await (await ChatAsync(authority.Token(issuer: "https://login.evil.example"))).ChallengeAsync(401));
        Assert.Equal("invalid_token", await (await ChatAsync(authority.Token(key: 1))).ChallengeAsync(401));
        Assert.Equal("invalid_token", await (await ChatAsync(Tokens.Hs256(authority.Claims()))).ChallengeAsync(401));
        Assert.Equal("invalid_token", await (await ChatAsync(Tokens.Sign("none", authority.Claims(), "key0", _ => []))).ChallengeAsync(401));
        Assert.Equal(0, server.Engine.Runs);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key0")]
    [InlineData("symmetric")]
    public async Task Chat_HmacWithWhatIsPublic_Is401(string? keyId)
    {
        authority.PublishesSymmetricKey = true;
        byte[][] secrets = [authority.Modulus, Encoding.ASCII.GetBytes(authority.PublicKeyPem)];
        foreach (var secret in secrets)
        {
            Assert.Equal("invalid_token", await (await ChatAsync(Tokens.Hmac("HS256", authority.Claims(), secret, keyId))).ChallengeAsync(401));
        }

        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(authority.Token())).StatusCode);
    }

    [Fact]
    public async Task Chat_KeyWasChanged_TakesTheNewOneAndNoLongerTheOldOne()
    {
        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(authority.Token(key: 0))).StatusCode);

        authority.Published = 1;
        await Eventually.TrueAsync(() => ChatAsync(authority.Token(key: 1)).Result.IsSuccessStatusCode);

        Assert.Equal("invalid_token", await (await ChatAsync(authority.Token(key: 0))).ChallengeAsync(401));
        Assert.Equal(2, authority.Requests);
    }

    [Fact]
    public async Task Chat_AuthorityDown_Is503UntilItIsBackAndNeverAgain()
    {
        authority.Down = true;
        var refused = await ChatAsync(authority.Token());
        var health = await server.GetAsync("/health", user: null);

        await refused.ProblemAsync(503);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("unhealthy", (await health.JsonAsync()).GetProperty("checks").GetProperty("authority").GetProperty("status").GetString());

        authority.Down = false;
        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(authority.Token())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/health", user: null)).StatusCode);

        authority.Down = true;
        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(authority.Token())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/health", user: null)).StatusCode);
    }

    private Task<HttpResponseMessage> ChatAsync(string? token) => server.SendAsync(HttpMethod.Post, "/chat", token, """{"message":"hi"}""");
}
