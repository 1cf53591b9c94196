using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Conversations;
using static TelecomSupport.Contracts.TestTurns;

namespace TelecomSupport.Contracts;

/// <summary>What every <see cref="IConversationStore"/> does.</summary>
public abstract class ConversationStoreContract
{
    private readonly string thread = NewId("thread");

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Opens the store; a second call opens the same data, as another process would.</summary>
    protected abstract IConversationStore Open();

    [SkippableFact]
    public async Task Claim_NobodysThread_MakesItTheCustomers()
    {
        var store = Open();

        Assert.Null(await store.FindThreadAsync(thread, CancellationToken.None));
        Assert.True(await store.ClaimAsync(thread, "anna", CancellationToken.None));
        Assert.Equal(new(thread, "anna", null, null), await store.FindThreadAsync(thread, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Claim_TakenThread_OnlyItsCustomerHasIt()
    {
        var store = Open();
        await store.ClaimAsync(thread, "anna", CancellationToken.None);

        Assert.True(await Open().ClaimAsync(thread, "anna", CancellationToken.None));
        Assert.False(await Open().ClaimAsync(thread, "Anna", CancellationToken.None));
        Assert.Equal("anna", (await store.FindThreadAsync(thread, CancellationToken.None))?.CustomerId);
    }

    [SkippableFact]
    public async Task Claim_ByManyAtOnce_OneGetsIt()
    {
        var stores = new[] { Open(), Open() };

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => stores[i % 2].ClaimAsync(thread, $"customer-{i}", CancellationToken.None)));

        var winner = Assert.Single(claims.Index(), claim => claim.Item).Index;
        Assert.Equal($"customer-{winner}", (await stores[0].FindThreadAsync(thread, CancellationToken.None))?.CustomerId);
    }

    [SkippableFact]
    public async Task Append_ThenFindAndRead_GivesBackEverything()
    {
        var store = await ClaimedAsync();
        var turn = Turn(thread, 1, Time.GetUtcNow().AddTicks(1234567)) with { Unanswered = true };

        var stored = await store.AppendTurnAsync(turn, CancellationToken.None);

        Assert.Equal(Json(turn), Json(stored));
        Assert.Equal(Json(turn), Json(await Open().FindTurnAsync(turn.Request.TurnId, CancellationToken.None)));
        Assert.Equal(Json<TurnRecord[]>([turn]), Json(await Open().ReadRecentTurnsAsync(thread, 10, CancellationToken.None)));
        Assert.Null(await store.FindTurnAsync(NewId("turn"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Append_SameTurnAgain_GivesBackTheFirst()
    {
        var store = await ClaimedAsync();
        await store.AppendTurnAsync(Turn(thread, 1, Time.GetUtcNow()), CancellationToken.None);
        await store.AppendTurnAsync(Turn(thread, 2, Time.GetUtcNow()), CancellationToken.None);

        var again = await Open().AppendTurnAsync(Turn(thread, 1, Time.GetUtcNow(), response: "Another answer"), CancellationToken.None);

        Assert.Equal("Answer 1 [1]", again.Result.Response);
        Assert.Equal(["Answer 1 [1]", "Answer 2 [1]"], Responses(await store.ReadRecentTurnsAsync(thread, 10, CancellationToken.None)));
    }

    [SkippableFact]
    public async Task Append_SameTurnByManyAtOnce_KeepsOne()
    {
        var stores = new[] { await ClaimedAsync(), Open() };

        var appended = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => stores[i % 2].AppendTurnAsync(Turn(thread, 1, Time.GetUtcNow(), response: $"Answer of {i}"), CancellationToken.None)));

        var kept = Assert.Single(await stores[0].ReadRecentTurnsAsync(thread, 100, CancellationToken.None));
        Assert.All(appended, turn => Assert.Equal(kept.Result.Response, turn.Result.Response));
    }

    [SkippableFact]
    public async Task Append_DifferentTurnsAtOnce_KeepsAll()
    {
        var stores = new[] { await ClaimedAsync(), Open() };

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => stores[i % 2].AppendTurnAsync(Turn(thread, i, Time.GetUtcNow()), CancellationToken.None)));

        var kept = Responses(await stores[0].ReadRecentTurnsAsync(thread, 100, CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"Answer {i} [1]").Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Append_LongRecord_GivesItBackWhole()
    {
        var store = await ClaimedAsync();
        // Two UTF-16 units and four bytes of UTF-8 each, at an odd offset: a careless split would tear one.
        var response = "x" + string.Concat(Enumerable.Repeat("📶é", 60_000));

        await store.AppendTurnAsync(Turn(thread, 1, Time.GetUtcNow(), response: response), CancellationToken.None);

        Assert.Equal([response], Responses(await Open().ReadRecentTurnsAsync(thread, 1, CancellationToken.None)));
    }

    [SkippableTheory]
    [InlineData("a/b\\c#d?e%f", "a~2fb~5cc#d?e%f")]
    [InlineData("Straße 5 '📶'\t\u0085", "Strasse 5 '📶'\t\u0085")]
    [InlineData("x' or PartitionKey ne '", "x")]
    public async Task Keys_OddIds_StayApart(string one, string other)
    {
        var store = Open();
        (one, other) = ($"{one} {thread}", $"{other} {thread}");
        Assert.True(await store.ClaimAsync(one, "anna/#?", CancellationToken.None));
        Assert.True(await store.ClaimAsync(other, "ben", CancellationToken.None));
        var turn = Turn(one, 1, Time.GetUtcNow(), "anna/#?");
        turn = turn with { Request = turn.Request with { TurnId = "turn " + one } };
        await store.AppendTurnAsync(turn, CancellationToken.None);

        Assert.Equal("anna/#?", (await store.FindThreadAsync(one, CancellationToken.None))?.CustomerId);
        Assert.Single(await store.ReadRecentTurnsAsync(one, 10, CancellationToken.None));
        Assert.Empty(await store.ReadRecentTurnsAsync(other, 10, CancellationToken.None));
        Assert.Equal(one, (await store.FindTurnAsync("turn " + one, CancellationToken.None))?.Request.ThreadId);
        Assert.Null(await store.FindTurnAsync("turn " + other, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(25)]
    [InlineData(2000)]
    public async Task ReadRecent_ManyTurns_GivesTheNewestOldestFirst(int count)
    {
        var store = await WithTurnsAsync(25);

        var recent = await store.ReadRecentTurnsAsync(thread, count, CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"Answer {i} [1]").TakeLast(count), Responses(recent));
    }

    [SkippableTheory]
    [InlineData(1, 7)]
    [InlineData(3, 3)]
    [InlineData(7, 1)]
    [InlineData(500, 1)]
    public async Task ReadTurns_PageByPage_GivesEachOnceInOrder(int limit, int pages)
    {
        var store = await WithTurnsAsync(7);

        var (read, cursor, seen) = (new List<TurnRecord>(), (string?)null, 0);
        do
        {
            var page = await store.ReadTurnsAsync(thread, limit, cursor, CancellationToken.None);
            Assert.InRange(page.Turns.Count, 1, limit);
            read.AddRange(page.Turns);
            (cursor, seen) = (page.Next, seen + 1);
        }
        while (cursor is not null);

        Assert.Equal(pages, seen);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"Answer {i} [1]"), Responses(read));
    }

    [SkippableFact]
    public async Task ReadTurns_TurnAppendedBetweenPages_ComesLast()
    {
        var store = await WithTurnsAsync(3);
        var first = await store.ReadTurnsAsync(thread, 2, null, CancellationToken.None);
        await store.AppendTurnAsync(Turn(thread, 3, Time.GetUtcNow()), CancellationToken.None);

        var second = await store.ReadTurnsAsync(thread, 2, first.Next, CancellationToken.None);

        Assert.Equal(["Answer 2 [1]", "Answer 3 [1]"], Responses(second.Turns));
        Assert.Null(second.Next);
    }

    [SkippableFact]
    public async Task ReadTurns_UnknownThread_IsOneEmptyPage()
    {
        var page = await Open().ReadTurnsAsync(thread, 10, null, CancellationToken.None);

        Assert.Empty(page.Turns);
        Assert.Null(page.Next);
        Assert.Empty(await Open().ReadRecentTurnsAsync(thread, 10, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1' or '1' eq '1")]
    public async Task ReadTurns_ForeignCursor_IsRefused(string cursor)
    {
        var store = Open();

        await Assert.ThrowsAsync<FormatException>(() => store.ReadTurnsAsync(thread, 10, cursor, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Reset_OwnThread_HidesItsTurnsAndKeepsThem()
    {
        var store = await WithTurnsAsync(3);

        await ResetLaterAsync(store, "customer");

        Assert.Equal(Time.GetUtcNow(), (await Open().FindThreadAsync(thread, CancellationToken.None))?.ClearedAt);
        Assert.Empty(await store.ReadRecentTurnsAsync(thread, 10, CancellationToken.None));
        Assert.Empty((await store.ReadTurnsAsync(thread, 10, null, CancellationToken.None)).Turns);
        Assert.NotNull(await store.FindTurnAsync(Ids.Turn(thread, "message-1"), CancellationToken.None));
        Time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendTurnAsync(Turn(thread, 9, Time.GetUtcNow()), CancellationToken.None);
        Assert.Equal(["Answer 9 [1]"], Responses(await store.ReadRecentTurnsAsync(thread, 10, CancellationToken.None)));
        Assert.Equal(["Answer 9 [1]"], Responses((await store.ReadTurnsAsync(thread, 10, null, CancellationToken.None)).Turns));
    }

    [SkippableFact]
    public async Task Reset_OfAnotherOrOfNone_ChangesNothing()
    {
        var store = await WithTurnsAsync(2);

        await ResetLaterAsync(store, "someone else");
        await store.ResetAsync(NewId("thread"), "customer", CancellationToken.None);

        Assert.Equal(2, (await store.ReadRecentTurnsAsync(thread, 10, CancellationToken.None)).Count);
        Assert.Null((await store.FindThreadAsync(thread, CancellationToken.None))?.ClearedAt);
    }

    [SkippableFact]
    public async Task Reset_TurnAcceptedBeforeAndSavedAfter_StaysHidden()
    {
        var store = await WithTurnsAsync(2);
        var accepted = Time.GetUtcNow();
        await ResetLaterAsync(store, "customer");
        Time.Advance(TimeSpan.FromSeconds(1));
        var numbers = Enumerable.Range(10, 9).ToArray();
        foreach (var number in numbers)
        {
            var late = number % 3 != 0;
            await store.AppendTurnAsync(Turn(thread, number, late ? accepted : Time.GetUtcNow(), opensCase: late), CancellationToken.None);
        }

        Assert.Equal(["Answer 15 [1]", "Answer 18 [1]"], Responses(await store.ReadRecentTurnsAsync(thread, 2, CancellationToken.None)));
        var first = await store.ReadTurnsAsync(thread, 2, null, CancellationToken.None);
        Assert.Equal(["Answer 12 [1]", "Answer 15 [1]"], Responses(first.Turns));
        var second = await store.ReadTurnsAsync(thread, 2, first.Next, CancellationToken.None);
        Assert.Equal(["Answer 18 [1]"], Responses(second.Turns));
        Assert.Null(second.Next);
        Assert.Null((await store.FindThreadAsync(thread, CancellationToken.None))?.HeldByCase);
    }

    [SkippableFact]
    public async Task Append_TurnThatOpensACase_GivesTheThreadToItUntilReset()
    {
        var store = await WithTurnsAsync(1);
        var opening = Turn(thread, 5, Time.GetUtcNow(), opensCase: true);

        await store.AppendTurnAsync(opening, CancellationToken.None);
        await store.AppendTurnAsync(Turn(thread, 6, Time.GetUtcNow()), CancellationToken.None);

        Assert.Equal(opening.Result.CaseId, (await Open().FindThreadAsync(thread, CancellationToken.None))?.HeldByCase);
        await ResetLaterAsync(store, "customer");
        Assert.Null((await Open().FindThreadAsync(thread, CancellationToken.None))?.HeldByCase);
    }

    [SkippableFact]
    public async Task Purge_OldThreads_AreGoneWithTheirTurns_OthersStay()
    {
        var store = await WithTurnsAsync(120);
        var (young, mixed) = (NewId("thread"), NewId("thread"));
        await store.ClaimAsync(young, "customer", CancellationToken.None);
        await store.ClaimAsync(mixed, "customer", CancellationToken.None);
        await store.AppendTurnAsync(Turn(mixed, 1, Time.GetUtcNow()), CancellationToken.None);
        Time.Advance(TimeSpan.FromDays(100));
        await store.AppendTurnAsync(Turn(young, 1, Time.GetUtcNow()), CancellationToken.None);
        await store.AppendTurnAsync(Turn(mixed, 2, Time.GetUtcNow()), CancellationToken.None);

        // Other tests may share the store, and have old threads too.
        Assert.InRange(await Open().PurgeAsync(Time.GetUtcNow().AddDays(-50), CancellationToken.None), 1, int.MaxValue);

        Assert.Null(await store.FindThreadAsync(thread, CancellationToken.None));
        Assert.Empty(await store.ReadRecentTurnsAsync(thread, 200, CancellationToken.None));
        Assert.Null(await store.FindTurnAsync(Ids.Turn(thread, "message-7"), CancellationToken.None));
        Assert.Single(await store.ReadRecentTurnsAsync(young, 10, CancellationToken.None));
        Assert.Equal(2, (await store.ReadRecentTurnsAsync(mixed, 10, CancellationToken.None)).Count);
        Assert.True(await store.ClaimAsync(thread, "someone new", CancellationToken.None));
    }

    [SkippableFact]
    public async Task Purge_ThreadWithoutTurns_Stays()
    {
        var store = await ClaimedAsync();

        await store.PurgeAsync(Time.GetUtcNow().AddDays(-50), CancellationToken.None);

        Assert.NotNull(await store.FindThreadAsync(thread, CancellationToken.None));
    }

    [SkippableFact]
    public async Task Calls_Cancelled_SayThatTheyWere()
    {
        var store = await ClaimedAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FindThreadAsync(thread, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AppendTurnAsync(Turn(thread, 1, Time.GetUtcNow()), cancelled));
    }

    private async Task<IConversationStore> ClaimedAsync()
    {
        var store = Open();
        await store.ClaimAsync(thread, "customer", CancellationToken.None);
        return store;
    }

    private async Task<IConversationStore> WithTurnsAsync(int count)
    {
        var store = await ClaimedAsync();
        for (var number = 0; number < count; number++)
        {
            await store.AppendTurnAsync(Turn(thread, number, Time.GetUtcNow()), CancellationToken.None);
        }

        return store;
    }

    private async Task ResetLaterAsync(IConversationStore store, string customerId)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        await store.ResetAsync(thread, customerId, CancellationToken.None);
    }
}
