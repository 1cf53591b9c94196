using System.Net;
using Microsoft.Extensions.Options;
using TelecomSupport.Http.Tests.Fakes;

namespace TelecomSupport.Http.Tests;

public class AuthOptionsTests
{
    private const string Either =
        "Auth:Mode=Jwt takes either Auth:Authority, an OpenID Connect provider's https URL, or Auth:SigningKey, a key of at least 32 bytes.";
    private const string Url = "Auth:Authority takes an OpenID Connect provider's https URL, such as https://login.lumora.example.";

    [Theory]
    [InlineData("https://login.lumora.example", null)]
    [InlineData("https://login.lumora.example/tenant/v2.0/", "")]
    [InlineData("http://localhost:8080/realms/lumora", null)]
    [InlineData("http://127.0.0.1:8080", null)]
    [InlineData(null, "12345678901234567890123456789012")]
    [InlineData("", "key of 32 bytes with an umlaut:ü")]
    public async Task Jwt_OneIssuer_IsAccepted(string? authority, string? key)
    {
        await using var server = await StartAsync(authority, key);
    }

    [Theory]
    [InlineData(null, null, Either)]
    [InlineData("", "", Either)]
    [InlineData("https://login.lumora.example", Tokens.Key, Either)]
    [InlineData("http://login.lumora.example", null, Url)]
    [InlineData("login.lumora.example", null, Url)]
    [InlineData("ftp://login.lumora.example", null, Url)]
    [InlineData("https://login.lumora.example?tenant=1", null, Url)]
    [InlineData("https://user:secret@login.lumora.example", null, Url)]
    [InlineData(null, "1234567890123456789012345678901", "Auth:SigningKey takes a key of at least 32 bytes.")]
    public async Task Jwt_NoIssuerOrAWrongOne_StopsTheStartWithOneLine(string? authority, string? key, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(authority, key));

        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task Jwt_AuthorityWithoutAudience_StopsTheStart(string? audience)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync("https://login.lumora.example", null, audience));

        Assert.Equal("Auth:Audience takes the audience that the authority's tokens must be for.", failure.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("anyone")]
    public async Task Jwt_KeyWithoutAudience_TakesTokensForAny(string? audience)
    {
        await using var server = await StartAsync(null, Tokens.Key, audience: null);

        var response = await server.SendAsync(HttpMethod.Get, "/threads/t1", Tokens.Hs256(Tokens.Claims(TimeProvider.System.GetUtcNow(), ("aud", audience))));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Jwt_NoUserIdClaim_StopsTheStart()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(null, Tokens.Key, Tokens.Audience, ""));

        Assert.Equal("Auth:UserIdClaim takes the name of a claim.", failure.Message);
    }

    private static Task<SupportServer> StartAsync(string? authority, string? key, string? audience = Tokens.Audience, string userIdClaim = "sub") =>
        SupportServer.StartAsync(new()
        {
            ["Auth:Mode"] = "Jwt",
            ["Auth:Authority"] = authority,
            ["Auth:SigningKey"] = key,
            ["Auth:Audience"] = audience,
            ["Auth:UserIdClaim"] = userIdClaim,
        });
}
