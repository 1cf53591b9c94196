using System.Collections.Concurrent;
using TelecomSupport.Escalation;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Tests.Engine;

public sealed class LocalTurnEngineTests
{
    [Fact]
    public async Task Submit_Message_IsAnsweredAndForgottenByTheJournal()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();

        var result = await fixture.AskAsync("thread", "hello");

        Assert.Equal("You said: hello", result!.Response);
        await Eventually(async () => (await fixture.Journal.ReadUnfinishedAsync(default)).Count == 0);
        Assert.Single((await fixture.Conversations.ReadTurnsAsync("thread", 10, null, default)).Turns);
    }

    [Fact]
    public async Task Submit_SameMessageAgain_ReturnsTheFirstResultAndDoesNothingTwice()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();

        var first = await fixture.AskAsync("thread", "m-1", "hello");
        var again = await fixture.AskAsync("thread", "m-1", "something else");
        await fixture.CutOffAsync();
        await fixture.StartAsync();
        var later = await fixture.AskAsync("thread", "m-1", "hello");

        Assert.Equal(first!.Response, again!.Response);
        Assert.Equal(first.Response, later!.Response);
        Assert.Equal(1, fixture.Routed);
    }

    [Fact]
    public async Task Submit_SameMessageFromManyAtOnce_RunsOnce()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => fixture.AskAsync("thread", "m-1", "hello"))));

        Assert.All(results, result => Assert.Equal("You said: hello", result!.Response));
        Assert.Equal(1, fixture.Routed);
        Assert.Single((await fixture.Conversations.ReadTurnsAsync("thread", 10, null, default)).Turns);
    }

    [Fact]
    public async Task Submit_OneThread_RunsItsTurnsOneAfterAnotherInOrder()
    {
        await using var fixture = new EngineFixture();
        var running = 0;
        var order = new ConcurrentQueue<string>();
        fixture.Compose = async (context, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            order.Enqueue(context.Turn.MessageId);
            await Task.Delay(5, CancellationToken.None);
            Interlocked.Decrement(ref running);
            return new() { Reply = $"{context.History.Turns.Count} before" };
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
    public async Task Submit_DifferentThreads_RunInParallel()
    {
        await using var fixture = new EngineFixture();
        var together = new Barrier(4);
        fixture.Compose = (_, _) => Task.Run(() =>
        {
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(20)));
            return new Composition { Reply = "met" };
        });
        await fixture.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => fixture.AskAsync($"thread-{i}", "hello")));

        Assert.All(results, result => Assert.Equal("met", result!.Response));
    }

    [Fact]
    public async Task Submit_ThreadIsBusyAndTurnsDoNotQueue_IsNotAccepted()
    {
        await using var fixture = new EngineFixture(("Chat:QueueTurns", "false"));
        var release = new TaskCompletionSource();
        fixture.Compose = async (_, _) =>
        {
            await release.Task;
            return new() { Reply = "done" };
        };
        await fixture.StartAsync();
        var first = fixture.AskAsync("thread", "m-1");
        await Eventually(async () => (await fixture.Engine.FindAsync(Ids.Turn("thread", "m-1"), default))?.Step == TurnStepNames.ComposeReply);

        Assert.Null(await fixture.Engine.SubmitAsync(EngineFixture.Turn("thread", "m-2"), default));
        Assert.NotNull(await fixture.Engine.SubmitAsync(EngineFixture.Turn("thread", "m-1"), default));
        release.SetResult();
        Assert.Equal("done", (await first)!.Response);
        Assert.Null(await fixture.Engine.FindAsync(Ids.Turn("thread", "m-2"), default));
    }

    [Fact]
    public async Task Watch_RunningTurn_TellsEachStepThenTheResult()
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
    public async Task Watch_UnknownTurn_IsEmpty()
    {
        await using var fixture = new EngineFixture();
        await fixture.StartAsync();

        Assert.Null(await fixture.ResultAsync("nothing"));
        Assert.Null(await fixture.Engine.FindAsync("nothing", default));
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
    public async Task Submit_DeadlinePasses_APersonGetsTheMessage()
    {
        await using var fixture = new EngineFixture(("Chat:TurnTimeoutSeconds", "1"));
        fixture.Compose = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return new();
        };
        await fixture.StartAsync();

        var result = await fixture.AskAsync("thread", "m-1");

        Assert.True(result!.Escalated);
        var escalation = Assert.Single(fixture.Cases);
        Assert.Equal((EscalationReason.Unanswered, result.CaseId), (escalation.Reason, escalation.CaseId));
        Assert.Equal("m-1", escalation.Conversation[^1].Request.Message);
    }

    [Fact]
    public async Task Submit_StorageFailsForAMoment_IsAnsweredAllTheSame()
    {
        await using var fixture = new EngineFixture();
        var failures = 2;
        fixture.Compose = (_, _) => failures-- > 0
            ? throw new StorageUnavailableException("scripted")
            : Task.FromResult(new Composition { Reply = "recovered" });
        await fixture.StartAsync();

        Assert.Equal("recovered", (await fixture.AskAsync("thread", "m-1"))!.Response);
    }

    [Fact]
    public async Task Submit_ComposerHasADefect_APersonGetsTheMessage()
    {
        await using var fixture = new EngineFixture();
        fixture.Compose = (_, _) => throw new InvalidOperationException("scripted");
        await fixture.StartAsync();

        Assert.True((await fixture.AskAsync("thread", "m-1"))!.Escalated);
    }

    [Fact]
    public async Task Submit_AfterEscalation_TheAssistantDoesNotTalkOverThePerson_UntilReset()
    {
        await using var fixture = new EngineFixture();
        var usual = fixture.Route;
        fixture.Route = message => usual(message) with { Escalate = message == "a person, please" ? EscalationReason.PersonRequested : null };
        await fixture.StartAsync();

        var asked = await fixture.AskAsync("thread", "a person, please");
        var held = await fixture.AskAsync("thread", "hello?");
        await fixture.Conversations.ResetAsync("thread", "customer", default);
        var free = await fixture.AskAsync("thread", "hello again");

        Assert.StartsWith("ESC-", asked!.CaseId, StringComparison.Ordinal);
        Assert.True(held!.Escalated);
        Assert.Null(held.CaseId);
        Assert.Contains(asked.CaseId!, held.Response, StringComparison.Ordinal);
        Assert.Equal("You said: hello again", free!.Response);
        Assert.Single(fixture.Cases);
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

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
