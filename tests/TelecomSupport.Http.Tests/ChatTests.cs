using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace TelecomSupport.Http.Tests;

public class ChatTests
{
    [Fact]
    public async Task Chat_Message_AnswersTheTurnsResult()
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.ChatAsync("  What's my plan?\n");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var body = await response.JsonAsync();
        string[] expected =
        [
            "response", "thread_id", "turn_id", "category", "confidence", "agent", "needs_clarification", "escalated", "case_id", "sources",
            "tool_calls", "language", "sentiment", "degraded", "latency_ms",
        ];
        Assert.Equal(expected, body.EnumerateObject().Select(property => property.Name));
        Assert.Equal(JsonValueKind.Null, body.GetProperty("case_id").ValueKind);
        Assert.Equal("succeeded", body.GetProperty("tool_calls")[0].GetProperty("status").GetString());
        var turn = server.Engine.LastRequest!;
        Assert.Equal("What's my plan?", turn.Message);
        Assert.Equal("user_12345", turn.CustomerId);
        Assert.Equal(32, turn.ThreadId.Length);
        Assert.Equal(Ids.Turn(turn.ThreadId, turn.MessageId), turn.TurnId);
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), turn.RequestId);
    }

    [Fact]
    public async Task Chat_SameMessageIdAgain_RunsOnce()
    {
        await using var server = await SupportServer.StartAsync();

        var first = await (await server.ChatAsync("one", thread: "t1", messageId: "m1")).JsonAsync();
        var second = await (await server.ChatAsync("two", thread: "t1", messageId: "m1")).JsonAsync();

        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal(1, server.Engine.Runs);
    }

    [Fact]
    public async Task Chat_SomeoneElsesThread_Is404()
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("mine", user: "anna", thread: "t1");

        var response = await server.ChatAsync("not mine", user: "ben", thread: "t1");

        await response.ProblemAsync(404);
        Assert.Equal(1, server.Engine.Runs);
    }

    [Fact]
    public async Task Chat_HeaderNamesTheCustomer_IsTaken()
    {
        await using var server = await SupportServer.StartAsync();
        using var content = new StringContent("""{"message":"hi"}""", System.Text.Encoding.UTF8, "application/json");
        content.Headers.Add("X-User-Id", "anna");

        var response = await server.Client.PostAsync(new Uri("/chat", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("anna", server.Engine.LastRequest!.CustomerId);
    }

    [Fact]
    public async Task Chat_HeaderAndBodyDisagree_Is422()
    {
        await using var server = await SupportServer.StartAsync();
        using var content = new StringContent("""{"message":"hi","user_id":"ben"}""", System.Text.Encoding.UTF8, "application/json");
        content.Headers.Add("X-User-Id", "anna");

        var problem = await (await server.Client.PostAsync(new Uri("/chat", UriKind.Relative), content)).ProblemAsync(422);

        Assert.Single(problem.Errors("user_id"));
        Assert.Equal(0, server.Engine.Runs);
    }

    [Fact]
    public async Task Chat_AnotherTurnRunningAndNoQueue_Is409()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Busy = true;

        await (await server.ChatAsync("hi")).ProblemAsync(409);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_StorageDown_Is503WithRetryAfter(bool atClaim)
    {
        await using var server = await SupportServer.StartAsync();
        var failure = new StorageUnavailableException("secret path /var/db");
        server.Conversations.Failure = atClaim ? failure : null;
        server.Engine.Failure = atClaim ? null : failure;

        var response = await server.ChatAsync("hi");

        var problem = await response.ProblemAsync(503);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_BugInTheEngine_Is500WithoutInternalsAndLogged()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Failure = new InvalidOperationException("AccountKey=secret");

        var response = await server.ChatAsync("hi");

        var problem = await response.ProblemAsync(500);
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        var requestId = problem.GetProperty("request_id").GetString()!;
        Assert.Contains(server.Logs.Entries, entry => entry.Text.Contains(requestId, StringComparison.Ordinal) && entry.Text.Contains("AccountKey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_TurnTakesLongerThanTheWait_Is202AndFinishesLater()
    {
        var time = new FakeTimeProvider();
        await using var server = await SupportServer.StartAsync(time: time);
        server.Engine.Hold = true;
        server.Engine.FirstStep = "compose_reply";

        var sending = server.ChatAsync("slow", thread: "t1", messageId: "m1");
        while (!sending.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(25));
            await Task.Delay(5);
        }

        var response = await sending;
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var turnId = Ids.Turn("t1", "m1");
        Assert.Equal($"/chat/{turnId}", response.Headers.Location!.OriginalString);
        Assert.NotNull(response.Headers.RetryAfter?.Delta);
        var body = await response.JsonAsync();
        Assert.Equal(
            $$"""{"turn_id":"{{turnId}}","thread_id":"t1","status":"running","step":"compose_reply"}""", body.GetRawText());

        var running = await server.GetAsync($"/chat/{turnId}");
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        server.Engine.Finish(server.Engine.Only);
        var finished = await server.GetAsync($"/chat/{turnId}");
        Assert.Equal(HttpStatusCode.OK, finished.StatusCode);
        Assert.Equal(turnId, (await finished.JsonAsync()).GetProperty("turn_id").GetString());
    }

    [Fact]
    public async Task Chat_FinishesWhileWaiting_Is200()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Hold = true;

        var sending = server.ChatAsync("soon");
        await Eventually.TrueAsync(() => server.Engine.Runs == 1);
        server.Engine.Only.Step("route_message");
        server.Engine.Finish(server.Engine.Only);

        Assert.Equal(HttpStatusCode.OK, (await sending).StatusCode);
    }

    [Fact]
    public async Task Chat_StorageGoesDownAfterAcceptance_Is202()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Hold = true;
        server.Engine.WatchFailure = new StorageUnavailableException("down");

        Assert.Equal(HttpStatusCode.Accepted, (await server.ChatAsync("hi")).StatusCode);
    }

    [Fact]
    public async Task Chat_PreferRespondAsync_DoesNotWait()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Hold = true;
        using var content = new StringContent("""{"message":"hi","user_id":"anna"}""", System.Text.Encoding.UTF8, "application/json");
        content.Headers.Add("Prefer", "wait=100, respond-async");

        var response = await server.Client.PostAsync(new Uri("/chat", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("respond-async", response.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal("accepted", (await response.JsonAsync()).GetProperty("step").GetString());
    }

    [Fact]
    public async Task Chat_ClientGoesAway_TurnGoesOn()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Hold = true;
        using var impatient = new CancellationTokenSource();

        var sending = server.Client.PostAsync(
            new Uri("/chat", UriKind.Relative),
            new StringContent("""{"message":"hi","user_id":"anna","thread_id":"t1","message_id":"m1"}""", System.Text.Encoding.UTF8, "application/json"),
            impatient.Token);
        await Eventually.TrueAsync(() => server.Engine.Runs == 1);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await Eventually.TrueAsync(() => server.Logs.Entries.Any(entry => entry.Text.Contains("POST /chat answered", StringComparison.Ordinal)));

        server.Engine.Finish(server.Engine.Only);
        var found = await server.GetAsync($"/chat/{Ids.Turn("t1", "m1")}", user: "anna");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.DoesNotContain(server.Logs.Entries, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Theory]
    [InlineData("ben")]
    [InlineData("")]
    public async Task Turn_NotTheOwners_Is404(string user)
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("mine", user: "anna", thread: "t1", messageId: "m1");

        await (await server.GetAsync($"/chat/{Ids.Turn("t1", "m1")}", user.Length > 0 ? user : "anna2")).ProblemAsync(404);
        await (await server.GetAsync($"/chat/{Ids.Turn("t1", "m2")}", "anna")).ProblemAsync(404);
    }

    [Fact]
    public async Task Chat_CustomerText_IsNotLogged()
    {
        await using var server = await SupportServer.StartAsync();

        await server.ChatAsync("my card is 4111 1111");

        Assert.NotEmpty(server.Logs.Entries);
        Assert.DoesNotContain(server.Logs.Entries, entry => entry.Text.Contains("4111", StringComparison.Ordinal));
    }
}
