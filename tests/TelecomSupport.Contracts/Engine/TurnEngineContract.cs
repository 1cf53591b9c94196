using System.Collections.Concurrent;
using TelecomSupport.Escalation;
using TelecomSupport.Turns;
using static TelecomSupport.Contracts.Engine.ScriptedSupport;

namespace TelecomSupport.Contracts.Engine;

/// <summary>What every <see cref="ITurnEngine"/> does.</summary>
public abstract class TurnEngineContract
{
    protected abstract ScriptedSupport Create(params (string Key, string Value)[] settings);

    [Fact]
    public async Task Submit_Message_IsAnsweredAndKept()
    {
        await using var support = Create();
        await support.StartAsync();

        var result = await support.AskAsync("thread", "hello");

        Assert.Equal("You said: hello", result!.Response);
        Assert.Equal(result.Response, Assert.Single((await support.Conversations.ReadTurnsAsync("thread", 10, null, default)).Turns).Result.Response);
    }

    [Fact]
    public async Task Submit_SameMessageAgain_ReturnsTheFirstResultAndDoesNothingTwice()
    {
        await using var support = Create();
        await support.StartAsync();

        var first = await support.AskAsync("thread", "m-1", "hello");
        var again = await support.SubmitAsync("thread", "m-1", "something else");

        Assert.Equal(first!.Response, again!.Result!.Response);
        Assert.Equal(1, support.Routed);
    }

    [Fact]
    public async Task Submit_SameMessageFromManyAtOnce_RunsOnce()
    {
        await using var support = Create();
        await support.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => support.AskAsync("thread", "m-1", "hello"))));

        Assert.All(results, result => Assert.Equal("You said: hello", result!.Response));
        Assert.Equal(1, support.Routed);
        Assert.Single((await support.Conversations.ReadTurnsAsync("thread", 10, null, default)).Turns);
    }

    [Fact]
    public async Task Submit_OneThread_RunsItsTurnsOneAfterAnotherInOrder()
    {
        await using var support = Create();
        var running = 0;
        var order = new ConcurrentQueue<string>();
        support.Compose = async (context, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            order.Enqueue(context.Turn.MessageId);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            Interlocked.Decrement(ref running);
            return new() { Reply = $"{context.History.Turns.Count} before" };
        };
        await support.StartAsync();

        for (var i = 0; i < 10; i++)
        {
            await support.SubmitAsync("thread", $"m-{i}");
        }

        var last = await support.ResultAsync(Ids.Turn("thread", "m-9"));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"m-{i}"), order);
        Assert.Equal("9 before", last!.Response);
    }

    [Fact]
    public async Task Submit_DifferentThreads_RunInParallel()
    {
        await using var support = Create();
        // Two, because the Durable test host runs as many activities at once as the machine has processors.
        var together = new Barrier(2);
        support.Compose = (_, _) => Task.Run(() =>
        {
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(20)));
            return new Composition { Reply = "met" };
        });
        await support.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => support.AskAsync($"thread-{i}", "hello")));

        Assert.All(results, result => Assert.Equal("met", result!.Response));
    }

    [Fact]
    public async Task Submit_ThreadIsBusyAndTurnsDoNotQueue_IsNotAccepted()
    {
        await using var support = Create(("Chat:QueueTurns", "false"));
        var release = new TaskCompletionSource();
        support.Compose = async (_, _) =>
        {
            await release.Task;
            return new() { Reply = "done" };
        };
        await support.StartAsync();
        var first = support.AskAsync("thread", "m-1");
        await EventuallyAsync(async () => (await support.Engine.FindAsync(Ids.Turn("thread", "m-1"), default))?.Step == TurnStepNames.ComposeReply);

        Assert.Null(await support.SubmitAsync("thread", "m-2"));
        Assert.NotNull(await support.SubmitAsync("thread", "m-1"));
        release.SetResult();
        Assert.Equal("done", (await first)!.Response);
        Assert.Null(await support.Engine.FindAsync(Ids.Turn("thread", "m-2"), default));
    }

    [Fact]
    public async Task Watch_RunningTurn_TellsEachStepOnceThenTheResult()
    {
        await using var support = Create();
        var release = new TaskCompletionSource();
        var usual = support.Route;
        support.Route = message =>
        {
            release.Task.Wait(TimeSpan.FromSeconds(20));
            return usual(message);
        };
        await support.StartAsync();
        await support.SubmitAsync("thread", "m-1");

        var steps = new List<string?>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var status in support.Engine.WatchAsync(Ids.Turn("thread", "m-1"), patience.Token))
        {
            release.TrySetResult();
            Assert.Equal("customer", status.CustomerId);
            steps.Add(status.Step ?? status.Result!.Response);
        }

        Assert.Contains(steps[0], (string[])[TurnStatus.Accepted, TurnStepNames.RouteMessage]);
        Assert.Equal(
            [TurnStepNames.RouteMessage, TurnStepNames.ComposeReply, TurnStepNames.SaveTurn, "You said: m-1"],
            steps.SkipWhile(step => step == TurnStatus.Accepted));
    }

    [Fact]
    public async Task Find_TurnBehindARunningOne_IsAccepted()
    {
        await using var support = Create();
        var release = new TaskCompletionSource();
        support.Compose = async (context, _) =>
        {
            await release.Task;
            return new() { Reply = context.Turn.Message };
        };
        await support.StartAsync();
        await support.SubmitAsync("thread", "m-1");
        await support.SubmitAsync("thread", "m-2");

        var waiting = await support.Engine.FindAsync(Ids.Turn("thread", "m-2"), default);
        var watched = support.ResultAsync(Ids.Turn("thread", "m-2"));
        release.SetResult();

        Assert.Equal((TurnStatus.Accepted, "customer"), (waiting!.Step, waiting.CustomerId));
        Assert.Equal("m-2", (await watched)!.Response);
    }

    [Fact]
    public async Task Watch_UnknownTurn_IsEmpty()
    {
        await using var support = Create();
        await support.StartAsync();

        Assert.Null(await support.ResultAsync("nothing"));
        Assert.Null(await support.Engine.FindAsync("nothing", default));
    }

    [Fact]
    public async Task Submit_DeadlinePasses_APersonGetsTheMessage()
    {
        await using var support = Create(("Chat:TurnTimeoutSeconds", "1"));
        support.Compose = async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return new();
        };
        await support.StartAsync();

        var result = await support.AskAsync("thread", "m-1");

        Assert.True(result!.Escalated);
        var escalation = Assert.Single(support.Cases);
        Assert.Equal((EscalationReason.Unanswered, result.CaseId), (escalation.Reason, escalation.CaseId));
        Assert.Equal("m-1", escalation.Conversation[^1].Request.Message);
    }

    [Fact]
    public async Task Submit_StorageFailsForAMoment_IsAnsweredAllTheSame()
    {
        await using var support = Create();
        var failures = 2;
        support.Compose = (_, _) => Interlocked.Decrement(ref failures) >= 0
            ? throw new StorageUnavailableException("scripted")
            : Task.FromResult(new Composition { Reply = "recovered" });
        await support.StartAsync();

        Assert.Equal("recovered", (await support.AskAsync("thread", "m-1"))!.Response);
    }

    [Fact]
    public async Task Submit_ComposerHasADefect_APersonGetsTheMessage()
    {
        await using var support = Create();
        var composed = 0;
        support.Compose = (_, _) =>
        {
            composed++;
            throw new InvalidOperationException("scripted");
        };
        await support.StartAsync();

        Assert.True((await support.AskAsync("thread", "m-1"))!.Escalated);
        Assert.Equal(1, composed);
    }

    [Fact]
    public async Task Submit_AfterEscalation_TheAssistantDoesNotTalkOverThePerson_UntilReset()
    {
        await using var support = Create();
        var usual = support.Route;
        support.Route = message => usual(message) with { Escalate = message == "a person, please" ? EscalationReason.PersonRequested : null };
        await support.StartAsync();

        var asked = await support.AskAsync("thread", "a person, please");
        var held = await support.AskAsync("thread", "hello?");
        await support.Conversations.ResetAsync("thread", "customer", default);
        var free = await support.AskAsync("thread", "hello again");

        Assert.StartsWith("ESC-", asked!.CaseId, StringComparison.Ordinal);
        Assert.True(held!.Escalated);
        Assert.Null(held.CaseId);
        Assert.Contains(asked.CaseId!, held.Response, StringComparison.Ordinal);
        Assert.Equal("You said: hello again", free!.Response);
        Assert.Single(support.Cases);
    }
}
