using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TelecomSupport.Contracts.Models;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Tests.Models;

/// <summary>Whole turns through the local engine and the real clients, against a model server that misbehaves.</summary>
public sealed class DegradationTests : IAsyncLifetime
{
    private static readonly string[] Questions =
    [
        "How long is an access token valid?",
        "Which plan am I on, and what does it cost per month?",
        "Why is my bill higher this month?",
        "asdf qwer",
    ];

    // What the host answers that has no model: every degraded reply must be the same.
    private static readonly Lazy<Task<TurnResult[]>> Embedded = new(async () =>
    {
        await using var host = await ModelHost.StartAsync(endpoint: null);
        return await AskAllAsync(host);
    });

    private ModelServer server = null!;

    public async Task InitializeAsync() => server = await ModelServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData("silent")]
    [InlineData("broken off")]
    [InlineData("hung up")]
    [InlineData("429")]
    [InlineData("429, wait an hour")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("401")]
    [InlineData("404")]
    [InlineData("filtered request")]
    [InlineData("filtered answer")]
    [InlineData("cut at the token limit")]
    [InlineData("not json")]
    [InlineData("another json")]
    [InlineData("no choices")]
    [InlineData("empty answer")]
    [InlineData("nonsense")]
    [InlineData("made up")]
    public async Task Turn_ModelMisbehaves_IsAnsweredAsWithoutOneAndDegraded(string misbehaviour)
    {
        server.Chat = _ => Misbehave(misbehaviour);
        foreach (var endpoint in misbehaviour is "silent" or "429" or "401" ? [server.OpenAIEndpoint, server.Endpoint] : new[] { server.OpenAIEndpoint })
        {
            await using var host = await ModelHost.StartAsync(
                endpoint,
                ("Models:RequestTimeoutSeconds", misbehaviour == "silent" ? "0.5" : "8"),
                ("Models:CircuitMinimumRequests", "1000"));

            AssertDegraded(await Embedded.Value, await AskAllAsync(host));
            Assert.Superset(
                misbehaviour.Contains("hour", StringComparison.Ordinal) ? ["router"] : new HashSet<string> { "router", "technical", "billing" },
                server.Seen.Select(request => request.Purpose).ToHashSet());
        }
    }

    [Fact]
    public async Task Turn_NobodyListens_IsAnsweredAsWithoutModelAndDegraded()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var host = await ModelHost.StartAsync(new($"http://127.0.0.1:{port}/v1"));

        AssertDegraded(await Embedded.Value, await AskAllAsync(host));
    }

    [Fact]
    public async Task Turn_SlowModelAndShortDeadline_IsAnsweredWithinTheDeadline()
    {
        server.Chat = _ => ModelAnswer.Silence;
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint, ("Chat:TurnTimeoutSeconds", "4"));

        var result = await host.AskAsync(Questions[0]);

        Assert.InRange(result.LatencyMs, 300, 4000);
        Assert.Equal((true, false), (result.Degraded, result.Escalated));
        Assert.Equal((await Embedded.Value)[0].Response, result.Response);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("500")]
    [InlineData("not json")]
    [InlineData("another json")]
    public async Task Turn_EmbeddingsMisbehave_AreDoneWithoutInTime(string misbehaviour)
    {
        server.Chat = WorkingModel.Answer;
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint, ("Chat:TurnTimeoutSeconds", "10"), ("Models:EmbeddingModel", "embedding"));
        server.Embeddings = _ => Misbehave(misbehaviour);

        var result = await host.AskAsync(Questions[0]);

        Assert.Equal((await Embedded.Value)[0].Sources[0].Document, Assert.Single(result.Sources).Document);
        Assert.InRange(result.LatencyMs, 0, 9000);
    }

    [Fact]
    public async Task Turn_ModelFailsBetweenTheRounds_IsFinishedFromTheToolsAlreadyCalled()
    {
        server.Chat = request => request.Purpose switch
        {
            "router" => ModelAnswer.Text("""{"category":"billing"}"""),
            "billing" when request.Messages[^1].Role == "user" => ModelAnswer.Calls(("get_subscription", "{}")),
            _ => ModelAnswer.Status(500),
        };
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint);

        var result = await host.AskAsync(Questions[1]);

        Assert.Equal((await Embedded.Value)[1].Response, result.Response);
        Assert.True(result.Degraded);
        Assert.Equal(["get_subscription"], result.ToolCalls.Select(call => call.Name));
    }

    [Fact]
    public async Task Circuit_OpensWhileTheModelFails_ClosesWhenItIsBack()
    {
        server.Chat = _ => ModelAnswer.Status(500);
        await using var host = await ModelHost.StartAsync(
            server.OpenAIEndpoint, ("Models:CircuitMinimumRequests", "2"), ("Models:CircuitBreakSeconds", "1"), ("Models:Retries", "0"));
        await host.AskAsync(Questions[0]);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(host));
        var before = server.Seen.Count;

        var degraded = await host.AskAsync(Questions[0]);
        Assert.True(degraded.Degraded);
        Assert.Equal(before, server.Seen.Count);

        server.Chat = WorkingModel.Answer;
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        var result = await host.AskAsync(Questions[0]);
        Assert.False(result.Degraded);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
    }

    private static ModelAnswer Misbehave(string how) => how switch
    {
        "silent" => ModelAnswer.Silence,
        "broken off" => ModelAnswer.BrokenOff,
        "hung up" => ModelAnswer.HungUp,
        "429, wait an hour" => ModelAnswer.Status(429, headers: ("Retry-After", "3600")),
        "filtered request" => ModelAnswer.Status(400, """{"error":{"code":"content_filter","message":"filtered"}}"""),
        "filtered answer" => ModelAnswer.Text("", finish: "content_filter"),
        "cut at the token limit" => ModelAnswer.Text("""{"category":"billing"}""", finish: "length"),
        "not json" => ModelAnswer.Body("<html>It works!</html>"),
        "another json" => ModelAnswer.Body("""{"hello":["world"]}"""),
        "no choices" => ModelAnswer.Body("""{"id":"a","object":"chat.completion","created":1,"model":"m","choices":[]}"""),
        "empty answer" => ModelAnswer.Text(""),
        "nonsense" => ModelAnswer.Text("""{"category":"42 EUR"}"""),
        "made up" => ModelAnswer.Text("You pay 1234 EUR, and a token is valid for 5678 minutes [1]."),
        var status => ModelAnswer.Status(int.Parse(status, CultureInfo.InvariantCulture)),
    };

    private static async Task<TurnResult[]> AskAllAsync(ModelHost host)
    {
        var results = new TurnResult[Questions.Length];
        for (var i = 0; i < Questions.Length; i++)
        {
            results[i] = await host.AskAsync(Questions[i], $"thread-{i}");
        }

        return results;
    }

    private static void AssertDegraded(TurnResult[] embedded, TurnResult[] results)
    {
        Assert.NotEmpty(embedded[0].Sources);
        Assert.All(embedded, result => Assert.False(result.Degraded));
        Assert.All(results, result => Assert.True(result.Degraded));
        Assert.Equal(embedded.Select(Essence), results.Select(Essence));
    }

    private static string Essence(TurnResult result) =>
        $"{result.Agent} {result.NeedsClarification} {result.Escalated} {string.Join(',', result.Sources)} {string.Join(',', result.ToolCalls.Select(call => call.Name))} {result.Response}";

    private static async Task<HealthStatus> HealthAsync(ModelHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["language_model"].Status;
}
