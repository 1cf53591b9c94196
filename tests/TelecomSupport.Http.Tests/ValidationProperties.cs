using System.Net;
using System.Text.Json;
using FsCheck.Xunit;

namespace TelecomSupport.Http.Tests;

/// <summary>What holds for any body at all, asked of one running server.</summary>
public sealed class ValidationProperties : IAsyncLifetime
{
    private static readonly string[] Names = ["message", "user_id", "thread_id", "message_id", "mystery"];

    private SupportServer server = null!;

    public async Task InitializeAsync() => server = await SupportServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Property]
    public async Task<bool> Body_AnyBytes_IsRefusedAsMalformedOrInvalid(byte[] body)
    {
        var response = await server.PostAsync("/chat", body);

        return response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity;
    }

    [Property]
    public async Task<bool> Body_AnyStringProperties_AreAnsweredByTheContract((byte Name, string? Value)[] properties)
    {
        var given = properties.Select(property => (Name: Names[property.Name % Names.Length], property.Value)).ToArray();
        var body = $"{{{string.Join(',', given.Select(property => $"\"{property.Name}\":{JsonSerializer.Serialize(property.Value)}"))}}}";

        var response = await server.PostAsync("/chat", body);

        var distinct = given.DistinctBy(property => property.Name).Count() == given.Length;
        var known = given.All(property => property.Name != "mystery");
        return (int)response.StatusCode switch
        {
            400 => !distinct,
            422 => distinct,
            200 or 404 => distinct && known,
            _ => false,
        };
    }
}
