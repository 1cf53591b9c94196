using System.Collections.Concurrent;
using TelecomSupport.Contracts.Engine;
using TelecomSupport.Turns;
using static TelecomSupport.Contracts.Engine.ScriptedSupport;

namespace TelecomSupport.LocalHost.Tests.Engine;

public sealed class LocalTurnEngineTests : TurnEngineContract
{
    protected override ScriptedSupport Create(params (string Key, string Value)[] settings) => new EngineFixture(settings);

    [Fact]
    public async Task Submit_AnsweredMessage_IsForgottenByTheJournal()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();

        await fixture.AskAsync("thread", "hello");

        await EventuallyAsync(async () => (await fixture.Journal.ReadUnfinishedAsync(default)).Count == 0);
    }

    [Fact]
    public async Task Submit_SameMessageAfterARestart_ReturnsTheFirstResultAndDoesNothingTwice()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();

        var first = await fixture.AskAsync("thread", "m-1", "hello");
        await fixture.CutOffAsync();
        await fixture.StartAsync();
        var later = await fixture.AskAsync("thread", "m-1", "hello");

        Assert.Equal(first!.Response, later!.Response);
        Assert.Equal(1, fixture.Routed);
    }

    [Fact]
    public async Task Submit_OneThreadWithoutWaiting_RunsItsTurnsInTheOrderOfTheCalls()
    {
        await using var fixture = new EngineFixture();
        var order = new ConcurrentQueue<string>();
        fixture.Compose = (context, _) =>
        {
            order.Enqueue(context.Turn.MessageId);
            return Task.FromResult(new Composition { Reply = $"{context.History.Turns.Count} before" });
        };
        await fixture.StartAsync();

        var submitted = new List<Task<TurnStatus?>>();
        for (var i = 0; i < 10; i++)
        {
            submitted.Add(fixture.Engine.SubmitAsync(EngineFixture.Turn("thread", $"m-{i}"), default));
        }

        await fixture.Conversations.ClaimAsync("thread", "customer", default);
        await Task.WhenAll(submitted);
        var last = await fixture.ResultAsync(Ids.Turn("thread", "m-9"));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"m-{i}"), order);
        Assert.Equal("9 before", last!.Response);
    }

    [Fact]
    public async Task Watch_FinishedTurn_TellsEachStepThenTheResult()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();
        await fixture.AskAsync("thread", "m-1");

        var steps = new List<string?>();
        await foreach (var status in fixture.Engine.WatchAsync(Ids.Turn("thread", "m-1"), default))
        {
            steps.Add(status.Step ?? status.Result!.Response);
        }

        Assert.Equal(["accepted", "route_message", "compose_reply", "save_turn", "You said: m-1"], steps);
    }

    [Fact]
    public async Task Start_AfterBeingCutOff_ResumesWithoutRepeatingFinishedSteps()
    {
        await using var fixture = new EngineFixture();
        var composing = new TaskCompletionSource();
        fixture.Compose = async (_, cancellation) =>
        {
            composing.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return new();
        };
        await fixture.StartAsync();
        var asked = fixture.AskAsync("thread", "m-1");
        await composing.Task;
        await fixture.CutOffAsync();
        Assert.Null(await asked);

        fixture.Compose = (_, _) => Task.FromResult(new Composition { Reply = "after the restart" });
        await fixture.StartAsync();

        Assert.Equal("after the restart", (await fixture.ResultAsync(Ids.Turn("thread", "m-1")))!.Response);
        Assert.Equal(1, fixture.Routed);
    }

    [Fact]
    public async Task Start_JournalOfAnotherWorkflow_RunsTheTurnFromItsStart()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();
        await fixture.Conversations.ClaimAsync("thread", "customer", default);
        var turn = EngineFixture.Turn("thread", "m-1");
        await fixture.Journal.AcceptAsync(turn, default);
        await fixture.Journal.AppendStepAsync(turn.TurnId, 0, "a_step_of_old", "{}", durable: true);
        await fixture.CutOffAsync();

        await fixture.StartAsync();

        Assert.Equal("You said: m-1", (await fixture.ResultAsync(turn.TurnId))!.Response);
    }

    [Fact]
    public async Task Stop_TurnIsRunning_LetsItFinish()
    {
        await using var fixture = new EngineFixture();
        var composing = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        fixture.Compose = async (_, _) =>
        {
            composing.SetResult();
            await release.Task;
            return new() { Reply = "finished" };
        };
        await fixture.StartAsync();
        var asked = fixture.AskAsync("thread", "m-1");
        await composing.Task;

        var stopped = ((Microsoft.Extensions.Hosting.IHostedService)fixture.Engine).StopAsync(default);
        Assert.False(stopped.IsCompleted);
        release.SetResult();
        await stopped;

        Assert.Equal("finished", (await asked)!.Response);
    }
}
