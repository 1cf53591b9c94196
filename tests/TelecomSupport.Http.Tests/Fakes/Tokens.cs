using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TelecomSupport.Http.Tests.Fakes;

/// <summary>Makes tokens by hand, wrong ones too.</summary>
internal static class Tokens
{
    public const string Audience = "telecom-support";

    // Long enough for every HMAC algorithm, so that the length refuses none.
    public const string Key = "a key of more than 64 bytes, which is what HS512 takes at the least";

    /// <summary>The claims of a token of the customer anna that is good for an hour, with changes: a null takes a claim away.</summary>
    public static JsonObject Claims(DateTimeOffset now, params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject
        {
            ["aud"] = Audience,
            ["sub"] = "anna",
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        return claims;
    }

    public static string Hs256(JsonObject claims, string key = Key) => Hmac("HS256", claims, Encoding.UTF8.GetBytes(key));

    public static string Hmac(string algorithm, JsonObject claims, byte[] key, string? keyId = null) =>
        Sign(algorithm, claims, keyId, data => algorithm == "HS256" ? HMACSHA256.HashData(key, data) : HMACSHA512.HashData(key, data));

    public static string Sign(string algorithm, JsonObject claims, string? keyId, Func<byte[], byte[]> sign)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (keyId is not null)
        {
            header["kid"] = keyId;
        }

        var text = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static async Task<HttpResponseMessage> SendAsync(
        this SupportServer server, HttpMethod method, string path, string? token, string? body = null, string? user = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (user is not null)
        {
            request.Headers.Add("X-User-Id", user);
        }

        return await server.Client.SendAsync(request);
    }

    /// <summary>Asserts a refusal by a challenge, and reads its error.</summary>
    public static async Task<string> ChallengeAsync(this HttpResponseMessage response, int status)
    {
        await response.ProblemAsync(status);
        var challenge = response.Headers.WwwAuthenticate.Single();
        Assert.Equal("Bearer", challenge.Scheme);
        return challenge.Parameter!.Split("error=\"")[1].Split('"')[0];
    }
}
