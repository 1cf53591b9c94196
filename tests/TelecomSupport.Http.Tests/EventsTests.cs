using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Http.Tests.Fakes;

namespace TelecomSupport.Http.Tests;

public class EventsTests
{
    private static readonly string TurnId = Ids.Turn("t1", "m1");

    [Fact]
    public async Task Events_RunningTurn_HasEachStepThenTheResult()
    {
        await using var server = await SupportServer.StartAsync();
        await StartTurnAsync(server);

        using var response = await server.GetAsync($"/chat/{TurnId}/events", "anna");
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        var accepted = await ReadEventAsync(events);
        server.Engine.Only.Step("route_message");
        var routing = await ReadEventAsync(events);
        server.Engine.Reply = turn => FakeEngine.Result(turn, "two\nlines\r\n\r\nevent: result");
        server.Engine.Finish(server.Engine.Only);
        var result = await ReadEventAsync(events);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("progress", accepted.Name);
        Assert.Equal($$"""{"turn_id":"{{TurnId}}","thread_id":"t1","status":"running","step":"accepted"}""", accepted.Data);
        Assert.Equal("progress", routing.Name);
        Assert.Contains("\"step\":\"route_message\"", routing.Data, StringComparison.Ordinal);
        Assert.Equal("result", result.Name);
        var direct = await (await server.GetAsync($"/chat/{TurnId}", "anna")).Content.ReadAsStringAsync();
        Assert.Equal(direct, result.Data);
        Assert.Null(await events.ReadLineAsync());
    }

    [Fact]
    public async Task Events_FinishedTurn_HasTheResultAtOnce()
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("hi", "anna", "t1", "m1");

        var text = await (await server.GetAsync($"/chat/{TurnId}/events", "anna")).Content.ReadAsStringAsync();

        Assert.StartsWith("event: result\ndata: {", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_NothingHappens_HasHeartbeats()
    {
        var time = new FakeTimeProvider();
        await using var server = await SupportServer.StartAsync(time: time);
        await StartTurnAsync(server);

        using var response = await server.GetAsync($"/chat/{TurnId}/events", "anna");
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        await ReadEventAsync(events);
        var line = events.ReadLineAsync();
        while (!line.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(5);
        }

        Assert.Equal(":", await line);
    }

    [Theory]
    [InlineData(true, 503)]
    [InlineData(false, 500)]
    public async Task Events_EngineFails_EndWithAnErrorWithoutInternals(bool storage, int status)
    {
        await using var server = await SupportServer.StartAsync();
        await StartTurnAsync(server);
        server.Engine.WatchFailure = storage ? new StorageUnavailableException("secret") : new InvalidOperationException("secret");

        var text = await (await server.GetAsync($"/chat/{TurnId}/events", "anna")).Content.ReadAsStringAsync();

        var error = text.Split("event: error\ndata: ")[1];
        var problem = JsonDocument.Parse(error).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains(server.Logs.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_ClientGoesAway_TurnGoesOnAndNothingIsLoggedAsAFault()
    {
        await using var server = await SupportServer.StartAsync();
        await StartTurnAsync(server);

        using (var response = await server.GetAsync($"/chat/{TurnId}/events", "anna"))
        {
            using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
            await ReadEventAsync(events);
        }

        await Eventually.TrueAsync(() => server.Logs.Entries.Any(entry => entry.Text.Contains("events answered", StringComparison.Ordinal)));
        server.Engine.Finish(server.Engine.Only);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync($"/chat/{TurnId}", "anna")).StatusCode);
        Assert.DoesNotContain(server.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("ben", 404)]
    [InlineData(null, 401)]
    public async Task Events_NotTheOwner_AreRefused(string? user, int status)
    {
        await using var server = await SupportServer.StartAsync();
        await StartTurnAsync(server);

        await (await server.GetAsync($"/chat/{TurnId}/events", user)).ProblemAsync(status);
    }

    [Fact]
    public async Task Events_Head_DoesNotStream()
    {
        await using var server = await SupportServer.StartAsync();
        await StartTurnAsync(server);
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/chat/{TurnId}/events");
        request.Headers.Add("X-User-Id", "anna");

        var response = await server.Client.SendAsync(request);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
    }

    private static async Task StartTurnAsync(SupportServer server)
    {
        server.Engine.Hold = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat")
        {
            Content = new StringContent(
                """{"message":"hi","user_id":"anna","thread_id":"t1","message_id":"m1"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Prefer", "respond-async");
        await server.Client.SendAsync(request);
    }

    private static async Task<(string Name, string Data)> ReadEventAsync(StreamReader events)
    {
        var name = await events.ReadLineAsync();
        var data = await events.ReadLineAsync();
        Assert.Equal("", await events.ReadLineAsync());
        return (name!["event: ".Length..], data!["data: ".Length..]);
    }
}
