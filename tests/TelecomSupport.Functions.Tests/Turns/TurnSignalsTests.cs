using TelecomSupport.Functions.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

public sealed class TurnSignalsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Listen_Signals_ReachEveryListenerOfTheTurnInOrder()
    {
        var signals = new TurnSignals();
        using var one = signals.Listen("turn");
        using var other = signals.Listen("turn");
        using var foreign = signals.Listen("another");

        signals.Started("turn", new(1, "route_message"));
        signals.Started("turn", new(2, "save_turn"));

        foreach (var listener in new[] { one, other })
        {
            Assert.Equal("route_message", (await listener.NextAsync(Long, TimeProvider.System, default))!.Started!.Step);
            Assert.Equal("save_turn", (await listener.NextAsync(Long, TimeProvider.System, default))!.Started!.Step);
        }

        Assert.Null(await foreign.NextAsync(TimeSpan.Zero, TimeProvider.System, default));
    }

    [Fact]
    public async Task Next_NothingComes_IsNullAfterItsPatienceAndThrowsWhenCancelled()
    {
        using var listener = new TurnSignals().Listen("turn");

        Assert.Null(await listener.NextAsync(TimeSpan.FromMilliseconds(10), TimeProvider.System, default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listener.NextAsync(Long, TimeProvider.System, new(canceled: true)));
    }

    [Fact]
    public async Task Dispose_ByManyAtOnce_LeavesTheOthersListening()
    {
        var signals = new TurnSignals();
        using var stays = signals.Listen("turn");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => signals.Listen("turn").Dispose())));
        signals.Started("turn", new(1, "route_message"));

        Assert.NotNull(await stays.NextAsync(Long, TimeProvider.System, default));
    }
}
