using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TelecomSupport.Http.Tests.Fakes;

/// <summary>An OpenID Connect provider on this machine, with RSA keys that the test changes.</summary>
internal sealed class OpenIdServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RSA[] keys = [RSA.Create(2048), RSA.Create(2048)];
    private int requests;

    private OpenIdServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>The index of the published key.</summary>
    public int Published { get; set; }

    /// <summary>Answers nothing but 500.</summary>
    public bool Down { get; set; }

    /// <summary>Publishes the bytes of the RSA key as a symmetric key too, under the id <c>symmetric</c>.</summary>
    public bool PublishesSymmetricKey { get; set; }

    /// <summary>How often its metadata was read.</summary>
    public int Requests => Volatile.Read(ref requests);

    public static async Task<OpenIdServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new OpenIdServer(builder.Build());
        server.app.Use((http, next) => server.Down ? Fail(http) : next(http));
        server.app.MapGet("/.well-known/openid-configuration", server.Metadata);
        server.app.MapGet("/keys", () => new JsonObject { ["keys"] = server.Keys() });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A token of the customer anna that is good now, signed with one of the keys.</summary>
    public string Token(int key = 0, string algorithm = "RS256", string? issuer = null)
    {
        var padding = algorithm.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return Tokens.Sign(algorithm, Claims(issuer), $"key{key}", data => keys[key].SignData(data, HashAlgorithmName.SHA256, padding));
    }

    public JsonObject Claims(string? issuer = null) => Tokens.Claims(DateTimeOffset.UtcNow, ("iss", issuer ?? Url));

    public byte[] Modulus => keys[Published].ExportParameters(includePrivateParameters: false).Modulus!;

    public string PublicKeyPem => keys[Published].ExportSubjectPublicKeyInfoPem();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Array.ForEach(keys, key => key.Dispose());
    }

    private static Task Fail(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        return Task.CompletedTask;
    }

    private JsonObject Metadata()
    {
        Interlocked.Increment(ref requests);
        return new() { ["issuer"] = Url, ["jwks_uri"] = $"{Url}/keys" };
    }

    private JsonArray Keys()
    {
        var rsa = keys[Published].ExportParameters(includePrivateParameters: false);
        var published = new JsonArray(new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = $"key{Published}",
            ["n"] = Base64Url.EncodeToString(rsa.Modulus),
            ["e"] = Base64Url.EncodeToString(rsa.Exponent),
        });
        if (PublishesSymmetricKey)
        {
            published.Add(new JsonObject { ["kty"] = "oct", ["kid"] = "symmetric", ["k"] = Base64Url.EncodeToString(rsa.Modulus) });
        }

        return published;
    }
}
