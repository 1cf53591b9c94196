using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using static TelecomSupport.Contracts.TestTurns;

namespace TelecomSupport.Contracts;

/// <summary>What every <see cref="IEscalationDesk"/> does.</summary>
public abstract class EscalationDeskContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string thread = NewId("thread");

    protected abstract IEscalationDesk Open();

    /// <summary>What the people see of a case: its conversation with the turns added since, or null when there is none.</summary>
    protected abstract Task<EscalationCase?> FindAsync(string caseId);

    [SkippableFact]
    public async Task Open_NewCase_HandsOverAllOfIt()
    {
        var escalation = Case(1, 2);

        await Open().OpenAsync(escalation, CancellationToken.None);

        Assert.Equal(Json(escalation), Json(await FindAsync(escalation.CaseId)));
        Assert.Null(await FindAsync("ESC-NONE"));
    }

    [SkippableFact]
    public async Task Open_Twice_KeepsTheFirst()
    {
        var escalation = Case(1);
        await Open().OpenAsync(escalation, CancellationToken.None);

        await Open().OpenAsync(escalation with { Reason = EscalationReason.Upset, Conversation = [] }, CancellationToken.None);

        Assert.Equal(Json(escalation), Json(await FindAsync(escalation.CaseId)));
    }

    [SkippableFact]
    public async Task Open_LongConversation_HandsOverAllOfIt()
    {
        var escalation = Case(1) with { Conversation = [.. Enumerable.Range(0, 40).Select(i => Turn(i, response: new string('é', 3000)))] };

        await Open().OpenAsync(escalation, CancellationToken.None);

        Assert.Equal(Json(escalation), Json(await FindAsync(escalation.CaseId)));
    }

    [SkippableFact]
    public async Task AddTurn_SameTurnAgain_IsThereOnceAndInOrder()
    {
        var (one, other) = (Case(1), Case(9));
        await Open().OpenAsync(one, CancellationToken.None);
        await Open().OpenAsync(other, CancellationToken.None);

        foreach (var number in (int[])[2, 3, 2, 4])
        {
            await Open().AddTurnAsync(one.CaseId, Turn(number), CancellationToken.None);
        }

        var found = await FindAsync(one.CaseId);
        Assert.Equal(["Answer 1 [1]", "Answer 2 [1]", "Answer 3 [1]", "Answer 4 [1]"], Responses(found!.Conversation));
        Assert.Single((await FindAsync(other.CaseId))!.Conversation);
    }

    [SkippableFact]
    public async Task OpenAndAddTurn_ManyAtOnce_KeepOneOfEach()
    {
        var escalation = Case(1);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open().OpenAsync(escalation, CancellationToken.None)));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Open().AddTurnAsync(escalation.CaseId, Turn(2 + (i % 2)), CancellationToken.None)));

        var found = await FindAsync(escalation.CaseId);
        Assert.Equal(["Answer 1 [1]", "Answer 2 [1]", "Answer 3 [1]"], Responses(found!.Conversation).Order(StringComparer.Ordinal));
    }

    /// <summary>A case of the thread's turns by their numbers, opened by the last.</summary>
    protected EscalationCase Case(params int[] numbers)
    {
        TurnRecord[] turns = [.. numbers.Select(number => Turn(number))];
        return new(Ids.EscalationCase(turns[^1].Request.TurnId), EscalationReason.PersonRequested, thread, "customer", "en", Now, turns);
    }

    protected TurnRecord Turn(int number, string? response = null) => TestTurns.Turn(thread, number, Now.AddSeconds(number), response: response);
}
