using System.Net;
using System.Text.Json;

namespace TelecomSupport.Http.Tests;

public class ThreadTests
{
    [Fact]
    public async Task Thread_Pages_GoThroughAllTurnsOldestFirst()
    {
        await using var server = await SupportServer.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.ChatAsync($"message {i}", thread: "t1");
        }

        var messages = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await (await server.GetAsync($"/threads/t1?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).JsonAsync();
            Assert.Equal("t1", page.GetProperty("thread_id").GetString());
            var turns = page.GetProperty("turns").EnumerateArray().ToArray();
            Assert.InRange(turns.Length, 1, 2);
            messages.AddRange(turns.Select(turn => turn.GetProperty("message").GetString()));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(["message 0", "message 1", "message 2", "message 3", "message 4"], messages);
    }

    [Fact]
    public async Task Thread_Turn_HasMessageTimeAndResult()
    {
        await using var server = await SupportServer.StartAsync();
        var result = await (await server.ChatAsync("hi", thread: "t1")).JsonAsync();

        var turn = (await (await server.GetAsync("/threads/t1")).JsonAsync()).GetProperty("turns")[0];

        Assert.Equal("hi", turn.GetProperty("message").GetString());
        Assert.True(turn.GetProperty("received_at").TryGetDateTimeOffset(out _));
        Assert.All(result.EnumerateObject(), property => Assert.Equal(property.Value.GetRawText(), turn.GetProperty(property.Name).GetRawText()));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    public async Task Thread_QueryNotAsItMustBe_Is422(string query, string field)
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("hi", thread: "t1");

        var problem = await (await server.GetAsync($"/threads/t1?{query}")).ProblemAsync(422);

        Assert.Single(problem.Errors(field));
    }

    [Fact]
    public async Task Thread_UnknownOrSomeoneElses_Is404()
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("mine", user: "anna", thread: "t1");

        var foreign = await (await server.GetAsync("/threads/t1", user: "ben")).ProblemAsync(404);
        var unknown = await (await server.GetAsync("/threads/t2", user: "ben")).ProblemAsync(404);
        await (await server.GetAsync("/threads/a%20b", user: "ben")).ProblemAsync(404);

        Assert.Equal(unknown.GetProperty("detail").GetString(), foreign.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a b")]
    public async Task Thread_NoOrBadCustomer_Is401WithChallenge(string? user)
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.GetAsync("/threads/t1", user);

        await response.ProblemAsync(401);
        var challenge = response.Headers.WwwAuthenticate.Single();
        Assert.Equal("Bearer", challenge.Scheme);
        Assert.Contains("error=\"", challenge.Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_OwnThread_HidesItsTurns()
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("hi", user: "anna", thread: "t1");

        var response = await server.PostAsync("/reset", """{"thread_id":"t1","user_id":"anna"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"thread_id":"t1","cleared":true}""", (await response.JsonAsync()).GetRawText());
        var page = await (await server.GetAsync("/threads/t1", user: "anna")).JsonAsync();
        Assert.Equal(0, page.GetProperty("turns").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next_cursor").ValueKind);
    }

    [Theory]
    [InlineData("t1")]
    [InlineData("never-seen")]
    public async Task Reset_SomeoneElsesOrUnknown_Is200AndChangesNothing(string thread)
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("hi", user: "anna", thread: "t1");

        var response = await server.PostAsync("/reset", $$"""{"thread_id":"{{thread}}","user_id":"ben"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await (await server.GetAsync("/threads/t1", user: "anna")).JsonAsync();
        Assert.Equal(1, page.GetProperty("turns").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"user_id":"anna"}""", "thread_id")]
    [InlineData("""{"thread_id":"a b","user_id":"anna"}""", "thread_id")]
    [InlineData("""{"thread_id":"t1"}""", "user_id")]
    [InlineData("""{"thread_id":"t1","user_id":"anna","all":true}""", "all")]
    public async Task Reset_FieldsNotAsTheyMustBe_Is422(string body, string field)
    {
        await using var server = await SupportServer.StartAsync();

        var problem = await (await server.PostAsync("/reset", body)).ProblemAsync(422);

        Assert.Single(problem.Errors(field));
    }
}
