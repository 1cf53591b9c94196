using System.Collections.Concurrent;
using TelecomSupport.Turns;
using static TelecomSupport.Contracts.TestTurns;

namespace TelecomSupport.Contracts;

/// <summary>What all <see cref="ITurnLanes"/> do.</summary>
public abstract class TurnLanesContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string thread = NewId("thread");

    /// <summary>Opens the store; a second call opens the same data, as another process would.</summary>
    protected abstract ITurnLanes Open();

    [SkippableFact]
    public async Task Enter_FreeLane_IsFirst_OthersAreBehind_AgainIsKnown()
    {
        var lanes = Open();

        Assert.Equal(LaneEntry.First, await EnterAsync(lanes, 1));
        Assert.Equal(LaneEntry.Behind, await EnterAsync(Open(), 2));
        Assert.Equal(LaneEntry.Known, await EnterAsync(Open(), 1));
        Assert.Equal(LaneEntry.Known, await EnterAsync(lanes, 2, onlyIfFree: true));
    }

    [SkippableFact]
    public async Task Leave_FirstTurn_GivesTheNextInTheOrderOfEntering()
    {
        var lanes = Open();
        await EnterAsync(lanes, 3);
        await EnterAsync(lanes, 1);
        await EnterAsync(lanes, 2);

        Assert.Equal(Json(Request(1)), Json(await LeaveAsync(lanes, 3)));
        Assert.Equal(Json(Request(1)), Json(await LeaveAsync(Open(), 3)));
        Assert.Equal(Json(Request(2)), Json(await LeaveAsync(lanes, 1)));
        Assert.Null(await LeaveAsync(lanes, 2));
        Assert.Null(await LeaveAsync(lanes, 2));
        Assert.Equal(LaneEntry.First, await EnterAsync(lanes, 3));
    }

    [SkippableFact]
    public async Task Enter_OnlyIfFreeAndItIsNot_IsRefusedAndNotKept()
    {
        var lanes = Open();
        Assert.Equal(LaneEntry.First, await EnterAsync(lanes, 1, onlyIfFree: true));

        Assert.Equal(LaneEntry.Refused, await EnterAsync(lanes, 2, onlyIfFree: true));

        Assert.Null(await lanes.FindAsync(Request(2).TurnId, CancellationToken.None));
        Assert.Null(await LeaveAsync(lanes, 1));
    }

    [SkippableFact]
    public async Task Enter_FullLane_IsRefused()
    {
        var lanes = Open();
        for (var number = 0; number < ITurnLanes.MaxTurns; number++)
        {
            await EnterAsync(lanes, number);
        }

        Assert.Equal(LaneEntry.Refused, await EnterAsync(lanes, ITurnLanes.MaxTurns));
        Assert.Equal(LaneEntry.Known, await EnterAsync(lanes, 1));
        await LeaveAsync(lanes, 0);
        Assert.Equal(LaneEntry.Behind, await EnterAsync(lanes, ITurnLanes.MaxTurns));
    }

    [SkippableFact]
    public async Task Find_EnteredTurn_GivesItBackUntilItLeaves()
    {
        await EnterAsync(Open(), 1);
        await EnterAsync(Open(), 2);

        Assert.Equal(Json(Request(2)), Json(await Open().FindAsync(Request(2).TurnId, CancellationToken.None)));
        await LeaveAsync(Open(), 2);
        Assert.Null(await Open().FindAsync(Request(2).TurnId, CancellationToken.None));
        Assert.Null(await Open().FindAsync(NewId("turn"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task ListWaiting_Lanes_GivesTheFirstTurnsThatAreOldEnough()
    {
        var lanes = Open();
        var (young, free) = (NewId("young"), NewId("free"));
        await EnterAsync(lanes, 1);
        await EnterAsync(lanes, 2);
        var late = Turn(young, 1, Noon.AddHours(1)).Request;
        await lanes.EnterAsync(late, onlyIfFree: false, CancellationToken.None);
        await lanes.EnterAsync(Turn(free, 1, Noon).Request, onlyIfFree: false, CancellationToken.None);
        await lanes.LeaveAsync(free, Ids.Turn(free, "message-1"), CancellationToken.None);

        var waiting = await Open().ListWaitingAsync(Noon.AddMinutes(30), CancellationToken.None);

        var ours = waiting.Where(turn => turn.ThreadId == thread || turn.ThreadId == young || turn.ThreadId == free);
        Assert.Equal(Json(Request(1)), Json(Assert.Single(ours)));
    }

    [SkippableFact]
    public async Task Enter_SameTurnByManyAtOnce_OneIsTold()
    {
        var lanes = new[] { Open(), Open() };

        var entries = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => EnterAsync(lanes[i % 2], 1)));

        Assert.Single(entries, entry => entry == LaneEntry.First);
        Assert.Equal(11, entries.Count(entry => entry == LaneEntry.Known));
    }

    [SkippableFact]
    public async Task EnterAndLeave_ManyAtOnce_EachTurnIsStartedExactlyOnceAndAlone()
    {
        var lanes = new[] { Open(), Open() };
        var started = new ConcurrentBag<string>();
        var running = 0;

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => SubmitAsync(i))));

        Assert.Equal(Enumerable.Range(0, 12).Select(number => Request(number).TurnId).Order(), started.Order());

        async Task SubmitAsync(int number)
        {
            if (await EnterAsync(lanes[number % 2], number) == LaneEntry.First)
            {
                for (TurnRequest? turn = Request(number); turn is not null;)
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    started.Add(turn.TurnId);
                    Interlocked.Decrement(ref running);
                    turn = await lanes[number % 2].LeaveAsync(thread, turn.TurnId, CancellationToken.None);
                }
            }
        }
    }

    private TurnRequest Request(int number) => Turn(thread, number, Noon).Request;

    private Task<LaneEntry> EnterAsync(ITurnLanes lanes, int number, bool onlyIfFree = false) =>
        lanes.EnterAsync(Request(number), onlyIfFree, CancellationToken.None);

    private Task<TurnRequest?> LeaveAsync(ITurnLanes lanes, int number) => lanes.LeaveAsync(thread, Request(number).TurnId, CancellationToken.None);
}
