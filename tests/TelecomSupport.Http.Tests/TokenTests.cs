using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using TelecomSupport.Http.Tests.Fakes;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Http.Tests;

/// <summary>Authentication by tokens that are signed with a key of the configuration.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Good = new()
    {
        ["plain"] = Tokens.Hs256(Tokens.Claims(Now)),
        ["with other claims"] = Tokens.Hs256(Tokens.Claims(Now, ("iss", "anyone"), ("jti", "1"), ("iat", Now.ToUnixTimeSeconds()), ("roles", "x"))),
        ["for several audiences"] = Tokens.Hs256(Tokens.Claims(Now, ("aud", new JsonArray("other", Tokens.Audience)))),
        ["without a start"] = Tokens.Hs256(Tokens.Claims(Now, ("nbf", null))),
        ["of a clock that is ahead"] = Tokens.Hs256(Tokens.Claims(Now, ("nbf", Now.AddSeconds(29).ToUnixTimeSeconds()))),
        ["of a clock that is behind"] = Tokens.Hs256(Tokens.Claims(Now, ("exp", Now.AddSeconds(-29).ToUnixTimeSeconds()))),
    };

    private static readonly Dictionary<string, string> Bad = new()
    {
        ["expired"] = Tokens.Hs256(Tokens.Claims(Now, ("exp", Now.AddSeconds(-31).ToUnixTimeSeconds()))),
        ["not yet valid"] = Tokens.Hs256(Tokens.Claims(Now, ("nbf", Now.AddSeconds(31).ToUnixTimeSeconds()))),
        ["without expiry"] = Tokens.Hs256(Tokens.Claims(Now, ("exp", null))),
        ["expiry is no time"] = Tokens.Hs256(Tokens.Claims(Now, ("exp", "tomorrow"))),
        ["other audience"] = Tokens.Hs256(Tokens.Claims(Now, ("aud", "billing"))),
        ["without audience"] = Tokens.Hs256(Tokens.Claims(Now, ("aud", null))),
        ["other key"] = Tokens.Hs256(Tokens.Claims(Now), "another key that has 32 bytes too"),
        ["other algorithm"] = Tokens.Hmac("HS512", Tokens.Claims(Now), Encoding.UTF8.GetBytes(Tokens.Key)),
        ["none"] = Tokens.Sign("none", Tokens.Claims(Now), null, _ => []),
        ["none with a signature"] = Tokens.Sign("none", Tokens.Claims(Now), null, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Tokens.Key), data)),
        ["without signature"] = $"{Part(0)}.{Part(1)}.",
        ["changed"] = $"{Part(0)}.{Tokens.Encode(Tokens.Claims(Now, ("sub", "ben")).ToJsonString())}.{Part(2)}",
        ["garbage"] = "garbage",
        ["dots"] = "a.b.c",
        ["no JSON"] = Tokens.Encode("{") + "." + Tokens.Encode("{") + ".AAAA",
        ["too long"] = Tokens.Hs256(Tokens.Claims(Now, ("more", new string('x', 16 * 1024)))),
        ["without customer"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", null))),
        ["empty customer"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", ""))),
        ["customer with a space"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", "an na"))),
        ["customer of another form"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", "auth0|anna"))),
        ["customer too long"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", new string('a', 65)))),
        ["customers in a list"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", new JsonArray("anna")))),
        ["customer is an object"] = Tokens.Hs256(Tokens.Claims(Now, ("sub", new JsonObject { ["id"] = "anna" }))),
    };

    private SupportServer server = null!;

    public static TheoryData<string> GoodTokens => [.. Good.Keys];

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    private static string Anna => Good["plain"];

    private static string Ben { get; } = Tokens.Hs256(Tokens.Claims(Now, ("sub", "ben")));

    private static string Part(int index) => Good["plain"].Split('.')[index];

    public async Task InitializeAsync() => server = await StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [MemberData(nameof(GoodTokens))]
    public async Task Chat_TokenIsGood_IsTheTokensCustomers(string name)
    {
        var response = await server.SendAsync(HttpMethod.Post, "/chat", Good[name], """{"message":"hi"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("anna", server.Engine.LastRequest!.CustomerId);
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Chat_TokenIsBad_Is401WithInvalidToken(string name)
    {
        var response = await server.SendAsync(HttpMethod.Post, "/chat", Bad[name], """{"message":"hi"}""");

        Assert.Equal("invalid_token", await response.ChallengeAsync(401));
        Assert.Equal(0, server.Engine.Runs);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic YW5uYTpzZWNyZXQ=")]
    [InlineData("{token}")]
    public async Task Thread_NoToken_Is401ThatAsksForOne(string? authorization)
    {
        var value = authorization?.Replace("{token}", Anna, StringComparison.Ordinal);

        var response = await server.GetAsync("/threads/t1", user: "anna", value is null ? [] : [("Authorization", value)]);

        Assert.Equal("invalid_request", await response.ChallengeAsync(401));
    }

    [Fact]
    public async Task Thread_SchemeInLowerCase_IsTaken()
    {
        await server.SendAsync(HttpMethod.Post, "/chat", Anna, """{"message":"hi","thread_id":"t1"}""");

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/threads/t1", user: null, ("Authorization", $"bearer {Anna}"))).StatusCode);
    }

    [Theory]
    [InlineData("""{"message":"hi","user_id":"anna"}""", "anna", 200)]
    [InlineData("""{"message":"hi","user_id":null}""", null, 200)]
    [InlineData("""{"message":"hi","user_id":"ben"}""", null, 403)]
    [InlineData("""{"message":"","user_id":"ben"}""", null, 403)]
    [InlineData("""{"message":"hi","user_id":"Anna"}""", null, 403)]
    [InlineData("""{"message":"hi","user_id":"an na"}""", null, 422)]
    [InlineData("""{"message":"hi"}""", "ben", 403)]
    [InlineData("""{"message":"hi","user_id":"anna"}""", "ben", 403)]
    public async Task Chat_RequestNamesACustomer_MustAgreeWithTheToken(string body, string? user, int status)
    {
        var response = await server.SendAsync(HttpMethod.Post, "/chat", Anna, body, user);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, server.Engine.Runs);
        if (status != 200)
        {
            await response.ProblemAsync(status);
        }
    }

    [Fact]
    public async Task Owner_OtherCustomersToken_FindsNothing()
    {
        var turn = await (await server.SendAsync(HttpMethod.Post, "/chat", Anna, """{"message":"hi","thread_id":"t1"}""")).JsonAsync();
        var path = $"/chat/{turn.GetProperty("turn_id").GetString()}";

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, path, Anna)).StatusCode);
        await (await server.SendAsync(HttpMethod.Get, path, Ben)).ProblemAsync(404);
        await (await server.SendAsync(HttpMethod.Get, $"{path}/events", Ben)).ProblemAsync(404);
        await (await server.SendAsync(HttpMethod.Get, "/threads/t1", Ben)).ProblemAsync(404);
        await (await server.SendAsync(HttpMethod.Post, "/chat", Ben, """{"message":"hi","thread_id":"t1"}""")).ProblemAsync(404);
        await (await server.SendAsync(HttpMethod.Get, "/threads/t1", Anna, user: "ben")).ProblemAsync(403);
    }

    [Theory]
    [InlineData(Who.KnowledgeWriter, """["knowledge.write"]""", 200)]
    [InlineData(Who.KnowledgeWriter, """["other","knowledge.write"]""", 200)]
    [InlineData(Who.KnowledgeWriter, "\"knowledge.write\"", 200)]
    [InlineData(Who.KnowledgeWriter, "null", 403)]
    [InlineData(Who.KnowledgeWriter, "[]", 403)]
    [InlineData(Who.KnowledgeWriter, """["analytics.read"]""", 403)]
    [InlineData(Who.KnowledgeWriter, """["Knowledge.Write"]""", 403)]
    [InlineData(Who.KnowledgeWriter, "\"knowledge.write analytics.read\"", 403)]
    [InlineData(Who.KnowledgeWriter, """[["knowledge.write"]]""", 403)]
    [InlineData(Who.KnowledgeWriter, """{"knowledge.write":true}""", 403)]
    [InlineData(Who.AnalyticsReader, """["analytics.read"]""", 200)]
    [InlineData(Who.AnalyticsReader, """["knowledge.write"]""", 403)]
    public async Task Route_ThatTakesARole_LetsInWhoHasIt(Who who, string roles, int status)
    {
        var route = new SupportRoute("Test", "GET", "/test", who, (_, _) => Task.FromResult<IResult>(TypedResults.Ok())) { Summary = "", Responses = [] };
        var http = new DefaultHttpContext { RequestServices = server.Services };
        http.Request.Headers.Authorization = $"Bearer {Tokens.Hs256(Tokens.Claims(Now, ("roles", JsonNode.Parse(roles))))}";

        await server.Services.GetRequiredService<SupportPipeline>().RunAsync(http, route);

        Assert.Equal(status, http.Response.StatusCode);
        Assert.Equal(status == 403, http.Response.Headers.WWWAuthenticate.ToString().StartsWith("Bearer error=\"insufficient_scope\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Documents_ByRole_AreListedOrRefused()
    {
        var writer = Tokens.Hs256(Tokens.Claims(Now, ("roles", new JsonArray("knowledge.write"))));

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, "/documents", writer)).StatusCode);
        Assert.Equal("insufficient_scope", await (await server.SendAsync(HttpMethod.Get, "/documents", Anna)).ChallengeAsync(403));
        Assert.Equal("insufficient_scope", await (await server.SendAsync(HttpMethod.Put, "/documents/a.md", Anna, "# A")).ChallengeAsync(403));
        Assert.Equal("insufficient_scope", await (await server.SendAsync(HttpMethod.Delete, "/documents/a.md", Anna)).ChallengeAsync(403));
        Assert.Equal("invalid_request", await (await server.SendAsync(HttpMethod.Delete, "/documents/a.md", token: null)).ChallengeAsync(401));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/graph")]
    [InlineData("/docs")]
    [InlineData("/openapi.json")]
    public async Task Route_ForAnyone_LooksAtNoToken(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync(HttpMethod.Get, path, "garbage")).StatusCode);

    [Theory]
    [InlineData("sub", "\"c@1\"", "c@1")]
    [InlineData("sub", "12345", "12345")]
    [InlineData("customer", "\"c@1\"", "c@1")]
    [InlineData("customer", "12345", "12345")]
    [InlineData("customer", "12345678901", "12345678901")]
    [InlineData("customer", "1.5", null)]
    [InlineData("customer", "true", null)]
    [InlineData("customer", "null", null)]
    [InlineData("customer", "[\"anna\"]", null)]
    public async Task UserIdClaim_TextOrWholeNumber_IsTheCustomer(string claim, string value, string? customer)
    {
        await using var other = await StartAsync(("Auth:UserIdClaim", claim));

        var response = await other.SendAsync(
            HttpMethod.Post, "/chat", Tokens.Hs256(Tokens.Claims(Now, (claim, JsonNode.Parse(value)))), """{"message":"hi"}""");

        Assert.Equal(customer is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(customer, other.Engine.LastRequest?.CustomerId);
    }

    [Fact]
    public async Task Logs_GoodAndBadTokens_HoldNeitherTokensNorTheKey()
    {
        foreach (var token in Good.Values.Concat(Bad.Values).Where(token => token.Length > 20))
        {
            await server.SendAsync(HttpMethod.Post, "/chat", token, """{"message":"hi"}""");
        }

        Assert.Contains(server.Logs.Entries, entry => entry.Text.Contains("SecurityTokenInvalidAudienceException", StringComparison.Ordinal));
        Assert.All(server.Logs.Entries, entry =>
        {
            Assert.DoesNotContain(Tokens.Key, entry.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("eyJ", entry.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task OpenApi_WithTokens_TellsTheBearerSchemeOfEveryRouteThatTakesOne()
    {
        var document = await (await server.SendAsync(HttpMethod.Get, "/openapi.json", token: null)).JsonAsync();

        var scheme = document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Single();
        Assert.Equal(("http", "bearer"), (scheme.Value.GetProperty("type").GetString(), scheme.Value.GetProperty("scheme").GetString()));
        Assert.All(SupportRoutes.All, route =>
        {
            var operation = document.GetProperty("paths").GetProperty(route.Template).GetProperty(route.Method.ToLowerInvariant());
            var responses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToArray();
            Assert.Equal(route.Who != Who.Anyone, operation.TryGetProperty("security", out var security));
            Assert.Equal(route.Who != Who.Anyone, responses.Contains("401") && responses.Contains("403"));
            if (route.Who != Who.Anyone)
            {
                var roles = security.EnumerateArray().Single().GetProperty(scheme.Name).EnumerateArray().Select(role => role.GetString());
                Assert.Equal(route.Role is null ? [] : [route.Role], roles);
            }
        });
    }

    private static Task<SupportServer> StartAsync(params (string Key, string Value)[] settings) => SupportServer.StartAsync(
        new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
        {
            ["Auth:Mode"] = "Jwt",
            ["Auth:SigningKey"] = Tokens.Key,
            ["Auth:Audience"] = Tokens.Audience,
            ["RateLimit:RequestsPerMinute"] = "0",
        },
        new FakeTimeProvider(Now),
        services => services
            .AddKnowledgeIngestion()
            .AddSingleton(Mock.Of<IDocumentSource>())
            .AddSingleton(Mock.Of<IKnowledgeIndex>(index =>
                index.ListDocumentsAsync(It.IsAny<CancellationToken>()) == Task.FromResult<IReadOnlyList<IndexedDocument>>(Array.Empty<IndexedDocument>()))));
}
