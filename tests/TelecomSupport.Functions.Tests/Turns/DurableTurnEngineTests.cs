using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using TelecomSupport.Contracts.Engine;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Turns;
using static TelecomSupport.Contracts.Engine.ScriptedSupport;

namespace TelecomSupport.Functions.Tests.Turns;

public sealed class DurableTurnEngineTests : TurnEngineContract
{
    [Fact]
    public async Task Recover_StarterDiedBeforeItStartedTheTurn_IsAnswered()
    {
        await using var support = new DurableSupport();
        await support.StartAsync();
        await support.Conversations.ClaimAsync("thread", "customer", default);
        var (abandoned, behind) = (Old(Turn("thread", "m-1")), Turn("thread", "m-2"));
        await support.Lanes.EnterAsync(abandoned, onlyIfFree: false, default);

        await support.SubmitAsync("thread", "m-2");
        await RecoverAsync(support);

        Assert.Equal("You said: m-2", (await support.ResultAsync(behind.TurnId))!.Response);
        Assert.Equal("You said: m-1", (await support.ResultAsync(abandoned.TurnId))!.Response);
        Assert.Equal(["m-1", "m-2"], (await support.Conversations.ReadTurnsAsync("thread", 10, null, default)).Turns.Select(turn => turn.Request.MessageId));
    }

    [Fact]
    public async Task Recover_TurnWasSavedButDidNotLeave_LeavesAndTheNextRuns()
    {
        await using var support = new DurableSupport();
        await support.StartAsync();
        await support.AskAsync("thread", "m-1");
        await support.Lanes.EnterAsync(Old(Turn("thread", "m-1")), onlyIfFree: false, default);
        await support.SubmitAsync("thread", "m-2");

        await RecoverAsync(support);

        Assert.Equal("You said: m-2", (await support.ResultAsync(Ids.Turn("thread", "m-2")))!.Response);
        Assert.Equal(2, support.Routed);
        await EventuallyAsync(async () => (await support.Lanes.ListWaitingAsync(DateTimeOffset.MaxValue, default)).Count == 0);
    }

    [Fact]
    public async Task Recover_OrchestrationWasTerminated_RunsAgain()
    {
        await using var support = new DurableSupport();
        var release = new TaskCompletionSource();
        support.Compose = async (_, _) =>
        {
            await release.Task;
            return new() { Reply = "done" };
        };
        await support.StartAsync();
        await support.Conversations.ClaimAsync("thread", "customer", default);
        var turn = Old(Turn("thread", "m-1"));
        await support.Engine.SubmitAsync(turn, default);
        await EventuallyAsync(async () => (await support.Engine.FindAsync(turn.TurnId, default))?.Step == TurnStepNames.ComposeReply);
        await support.Client.TerminateInstanceAsync(turn.TurnId);
        await EventuallyAsync(async () => (await support.Client.GetInstanceAsync(turn.TurnId))!.IsCompleted);
        Assert.Equal(TurnStatus.Accepted, (await support.Engine.FindAsync(turn.TurnId, default))!.Step);

        await RecoverAsync(support);
        release.SetResult();

        Assert.Equal("done", (await support.ResultAsync(turn.TurnId))!.Response);
    }

    [Fact]
    public async Task Recover_RunningTurn_IsLeftAlone()
    {
        await using var support = new DurableSupport();
        var release = new TaskCompletionSource();
        support.Compose = async (_, _) =>
        {
            await release.Task;
            return new() { Reply = "done" };
        };
        await support.StartAsync();
        await support.Conversations.ClaimAsync("thread", "customer", default);
        var turn = Old(Turn("thread", "m-1"));
        await support.Engine.SubmitAsync(turn, default);
        await EventuallyAsync(async () => (await support.Engine.FindAsync(turn.TurnId, default))?.Step == TurnStepNames.ComposeReply);

        await RecoverAsync(support);
        release.SetResult();

        Assert.Equal("done", (await support.ResultAsync(turn.TurnId))!.Response);
        Assert.Equal(1, support.Routed);
    }

    [Fact]
    public async Task Save_StorageIsDownForLong_GoesOnInANewExecutionUntilTheTurnIsKept()
    {
        // Three attempts make a round here.
        var store = new FailingConversations { AppendFailures = 7 };
        await using var support = new DurableSupport { WrapConversations = inner => store.Over(inner) };
        await support.StartAsync();

        var result = await support.AskAsync("thread", "m-1", "hello");

        Assert.Equal("You said: hello", result!.Response);
        Assert.Equal(1, support.Routed);
        Assert.Equal(-1, store.AppendFailures);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var instance = await support.Client.WaitForInstanceCompletionAsync(Ids.Turn("thread", "m-1"), patience.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
    }

    [Fact]
    public async Task Watch_TurnRunsInAnotherProcess_IsFollowedToItsEndByLooking()
    {
        await using var support = new DurableSupport();
        var release = new TaskCompletionSource();
        support.Compose = async (_, _) =>
        {
            await release.Task;
            return new() { Reply = "done" };
        };
        await support.StartAsync();
        await support.SubmitAsync("thread", "m-1");
        var elsewhere = ActivatorUtilities.CreateInstance<DurableTurnEngine>(support.Services, new TurnSignals());

        var steps = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var status in elsewhere.WatchAsync(Ids.Turn("thread", "m-1"), patience.Token))
        {
            steps.Add(status.Step ?? status.Result!.Response);
            if (status.Step == TurnStepNames.ComposeReply)
            {
                release.SetResult();
            }
        }

        Assert.Equal("done", steps[^1]);
        Assert.Equal(steps.Distinct(), steps);
        Assert.Contains(TurnStepNames.ComposeReply, steps);
    }

    [Fact]
    public async Task Submit_DurableFunctionsIsUnreachable_IsAcceptedAndStartedLater()
    {
        await using var support = new DurableSupport();
        await support.StartAsync();
        await support.Conversations.ClaimAsync("thread", "customer", default);
        var durable = support.Services.GetRequiredService<DurableClient>();
        var unreachable = new Mock<DurableTaskClient>("unreachable");
        unreachable
            .Setup(client => client.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RpcException(new Status(StatusCode.Unavailable, "scripted")));
        durable.Use(unreachable.Object);
        Assert.Equal(TurnStatus.Accepted, (await support.Engine.SubmitAsync(Old(Turn("thread", "m-1")), default))!.Step);
        unreachable
            .Setup(client => client.GetInstanceAsync(It.IsAny<string>(), true, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new RpcException(new Status(StatusCode.Unavailable, "scripted")));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => support.Engine.FindAsync(Ids.Turn("thread", "m-1"), default));
        unreachable.VerifyAll();
        durable.Use(support.Client);

        await RecoverAsync(support);

        Assert.Equal("You said: m-1", (await support.ResultAsync(Ids.Turn("thread", "m-1")))!.Response);
    }

    [Fact]
    public async Task PurgeExpired_EndedOrchestrations_AreGoneAndTheTurnStays()
    {
        await using var support = new DurableSupport(("Retention:HistoryDays", "1"));
        await support.StartAsync();
        await support.AskAsync("thread", "m-1");
        var turnId = Ids.Turn("thread", "m-1");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await support.Client.WaitForInstanceCompletionAsync(turnId, patience.Token);
        var tomorrow = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(2));

        await Timers(support, tomorrow).PurgeExpired(new TimerInfo(), support.Client, default);

        Assert.Null(await support.Client.GetInstanceAsync(turnId));
        Assert.Equal("You said: m-1", (await support.Engine.FindAsync(turnId, default))!.Result!.Response);
    }

    protected override ScriptedSupport Create(params (string Key, string Value)[] settings) => new DurableSupport(settings);

    private static TurnRequest Old(TurnRequest turn) => turn with { ReceivedAt = turn.ReceivedAt.AddHours(-1) };

    private static TurnTimers Timers(DurableSupport support, TimeProvider time) => ActivatorUtilities.CreateInstance<TurnTimers>(support.Services, time);

    private static Task RecoverAsync(DurableSupport support) =>
        Timers(support, TimeProvider.System).RecoverTurns(new TimerInfo(), support.Client, default);
}
