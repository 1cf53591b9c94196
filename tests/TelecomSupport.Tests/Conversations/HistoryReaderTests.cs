using Microsoft.Extensions.Options;
using Moq;
using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Conversations;

public sealed class HistoryReaderTests
{
    [Fact]
    public void Fit_WithinTheBudget_KeepsEveryTurnWhole()
    {
        var turns = Turns(4, length: 40);

        var history = HistoryReader.Fit(turns, budget: 1000);

        Assert.Equal(turns, history.Turns);
        Assert.Empty(history.Summary);
    }

    [Fact]
    public void Fit_OverTheBudget_KeepsTheNewestWholeAndSummarisesTheOlder()
    {
        var turns = Turns(10, length: 400);

        var history = HistoryReader.Fit(turns, budget: 1000);

        // Each turn takes 200 tokens: three fit in three quarters of the budget.
        Assert.Equal(turns.Skip(7), history.Turns);
        Assert.Equal(7, history.Summary.Split('\n').Length);
        Assert.StartsWith("technical: 0 ", history.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SummaryOverTheBudget_DropsTheOldestLines()
    {
        var history = HistoryReader.Fit(Turns(40, length: 400), budget: 600);

        Assert.NotEmpty(history.Summary);
        Assert.DoesNotContain("technical: 0 ", history.Summary, StringComparison.Ordinal);
        Assert.Contains("technical: 37 ", history.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NewestTurnAloneIsOverTheBudget_IsStillWhole()
    {
        var turns = Turns(2, length: 4000);

        var history = HistoryReader.Fit(turns, budget: 100);

        Assert.Equal([turns[1]], history.Turns);
    }

    [Fact]
    public async Task Read_SameRequestAgain_AsksTheStoreOnceAndAnotherRequestAnew()
    {
        var store = new Mock<IConversationStore>();
        store.SetupSequence(conversations => conversations.FindThreadAsync("thread", It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StorageUnavailableException("scripted"))
            .ReturnsAsync(new ConversationThread("thread", "customer", null, null))
            .ReturnsAsync(new ConversationThread("thread", "customer", "ESC-1", null));
        store.Setup(conversations => conversations.ReadRecentTurnsAsync("thread", HistoryReader.MaxTurns, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Turns(2, length: 40));
        var reader = new HistoryReader(store.Object, Options.Create(new ChatOptions()));
        var request = ScriptedTurn(5) with { ThreadId = "thread" };

        await Assert.ThrowsAsync<StorageUnavailableException>(() => reader.ReadAsync(request, CancellationToken.None));
        var first = await reader.ReadAsync(request, CancellationToken.None);

        Assert.Equal(2, first.Turns.Count);
        Assert.Null(first.HeldByCase);
        Assert.Same(first, await reader.ReadAsync(request, CancellationToken.None));
        Assert.Equal("ESC-1", (await reader.ReadAsync(request with { }, CancellationToken.None)).HeldByCase);
    }

    private static TurnRecord[] Turns(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(i => Turn(i, length))];

    private static TurnRecord Turn(int number, int length) => new()
    {
        Request = ScriptedTurn(number) with { Message = $"{number} ".PadRight(length, 'm') },
        Result = Tests.Turns.ScriptedSteps.Technical($"turn-{number}", new string('r', length)),
    };

    private static TurnRequest ScriptedTurn(int number) => Tests.Turns.ScriptedSteps.Turn with { TurnId = $"turn-{number}", MessageId = $"message-{number}" };
}
