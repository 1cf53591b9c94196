using TelecomSupport.Functions.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

/// <summary>
/// Histories of turns as earlier versions wrote them, which this version must be able to go on with: orchestrations are in flight when a new
/// version is deployed. A history is written anew (run the tests with <c>WRITE_HISTORIES=1</c>) only together with <see cref="TurnInput.CurrentVersion"/>.
/// </summary>
public sealed class OrchestrationReplayTests
{
    private const string Technical = "How long is an access token valid?";
    private const string Billing = "Which plan am I on?";

    [Theory]
    [InlineData("technical-v1.json", "technical")]
    [InlineData("billing-v1.json", "billing")]
    public void Replay_HistoryOfTheFirstVersion_TakesTheSameCourseToTheSameResult(string file, string agent)
    {
        using var replay = new OrchestrationReplay();

        var result = replay.Replay(OrchestrationReplay.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Histories", file))));

        Assert.Equal(agent, result.Agent);
        Assert.NotEmpty(result.Response);
    }

    [Fact]
    public async Task Run_TechnicalTurn_TakesFourActivitiesOfSmallVersionedPayloads()
    {
        await using var parts = await EmbeddedParts.StartAsync();
        using var run = new OrchestrationReplay();

        var result = await RunAsync(parts, run, Technical, "technical-v1.json");

        Assert.Equal("technical", result.Agent);
        Assert.Equal(
            [nameof(TurnActivities.RouteMessage), nameof(TurnActivities.RetrievePassages), nameof(TurnActivities.ComposeReply), nameof(TurnActivities.SaveTurn)],
            run.Activities.Select(activity => activity.Name));
        Assert.All(run.Activities, activity =>
        {
            Assert.Contains("\"version\":1", activity.Input, StringComparison.Ordinal);
            // Azure Storage moves what does not fit a queue message of 64 KiB into a blob, which costs two more requests.
            Assert.InRange(activity.Input.Length, 1, 16 * 1024);
        });
    }

    [Fact]
    public async Task Run_BillingTurn_CallsItsToolsInBetween()
    {
        await using var parts = await EmbeddedParts.StartAsync();
        using var run = new OrchestrationReplay();

        var result = await RunAsync(parts, run, Billing, "billing-v1.json");

        Assert.Equal("billing", result.Agent);
        Assert.Contains("Premium 5G", result.Response, StringComparison.Ordinal);
        var names = run.Activities.Select(activity => activity.Name).ToArray();
        Assert.Equal((nameof(TurnActivities.RouteMessage), nameof(TurnActivities.SaveTurn)), (names[0], names[^1]));
        Assert.Equal(result.ToolCalls.Count, names.Count(name => name == nameof(TurnActivities.CallBillingTool)));
        Assert.NotEmpty(result.ToolCalls);
    }

    private static async Task<TurnResult> RunAsync(EmbeddedParts parts, OrchestrationReplay run, string message, string file)
    {
        var turn = EmbeddedParts.Turn(message);
        await parts.Conversations.ClaimAsync(turn.ThreadId, turn.CustomerId, default);
        var result = await run.RunAsync(parts, new(turn, TimeoutSeconds: 60, MaxToolRounds: 5));
        if (Environment.GetEnvironmentVariable("WRITE_HISTORIES") == "1")
        {
            var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../Histories"));
            await File.WriteAllTextAsync(Path.Combine(folder, file), OrchestrationReplay.Write(run.History) + "\n");
        }

        return result;
    }
}
