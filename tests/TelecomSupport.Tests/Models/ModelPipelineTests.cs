using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Models;

namespace TelecomSupport.Tests.Models;

public sealed class ModelPipelineTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider time = new(new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(ModelFailure.Unreachable, 3)]
    [InlineData(ModelFailure.ServerError, 3)]
    [InlineData(ModelFailure.Throttled, 3)]
    [InlineData(ModelFailure.Denied, 1)]
    [InlineData(ModelFailure.Rejected, 1)]
    [InlineData(ModelFailure.Filtered, 1)]
    [InlineData(ModelFailure.Unusable, 1)]
    public async Task Run_Failing_IsRepeatedWhenItMayPass(ModelFailure failure, int attempts)
    {
        using var pipeline = new ModelPipeline(new() { RetryDelaySeconds = 0 }, time);
        var asked = 0;

        var thrown = await Assert.ThrowsAsync<ModelException>(() => pipeline.RunAsync<int>(Budget, _ => throw Failed(failure, ref asked), default));

        Assert.Equal((failure, attempts), (thrown.Failure, asked));
    }

    [Fact]
    public async Task Run_ShortRetryAfter_IsWaitedForExactly()
    {
        using var pipeline = new ModelPipeline(new() { RetryDelaySeconds = 0 }, time);
        var asked = 0;
        var run = pipeline.RunAsync(
            Budget, _ => asked++ == 0 ? throw new ModelException(ModelFailure.Throttled, "status 429", TimeSpan.FromSeconds(1.5)) : Task.FromResult(asked), default);

        time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(2, await run.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Run_LongRetryAfter_AsksNothingUntilThen()
    {
        using var pipeline = new ModelPipeline(new(), time);
        var asked = 0;
        Task<int> Ask() => pipeline.RunAsync(
            Budget, _ => asked++ == 0 ? throw new ModelException(ModelFailure.Throttled, "status 429", TimeSpan.FromSeconds(30)) : Task.FromResult(asked), default);

        await Assert.ThrowsAsync<ModelException>(Ask);
        Assert.Equal(ModelFailure.Throttled, (await Assert.ThrowsAsync<ModelException>(Ask)).Failure);
        Assert.Equal(1, asked);
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(2, await Ask());
    }

    [Fact]
    public async Task Run_SlowModel_IsLeftWithinTheBudgetAndOpensTheCircuit()
    {
        using var pipeline = new ModelPipeline(new() { CircuitMinimumRequests = 2 }, time);
        for (var i = 0; i < 2; i++)
        {
            var run = pipeline.RunAsync(TimeSpan.FromSeconds(4), Never, default);
            time.Advance(TimeSpan.FromSeconds(3.6));
            Assert.Equal(ModelFailure.Timeout, (await Assert.ThrowsAsync<ModelException>(() => run.WaitAsync(TimeSpan.FromSeconds(10)))).Failure);
        }

        Assert.True(pipeline.IsOpen);
        Assert.Equal(ModelFailure.CircuitOpen, (await Assert.ThrowsAsync<ModelException>(() => pipeline.RunAsync(Budget, Never, default))).Failure);
    }

    [Fact]
    public async Task Run_ModelIsBackAfterTheBreak_ClosesTheCircuit()
    {
        using var pipeline = new ModelPipeline(new() { Retries = 0, CircuitMinimumRequests = 2, CircuitBreakSeconds = 5 }, time);
        var asked = 0;
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<ModelException>(() => pipeline.RunAsync<int>(Budget, _ => throw Failed(ModelFailure.ServerError, ref asked), default));
        }

        Assert.True(pipeline.IsOpen);
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(7, await pipeline.RunAsync(Budget, _ => Task.FromResult(7), default));
        Assert.False(pipeline.IsOpen);
    }

    [Fact]
    public async Task Run_OneRequestsOwnFailures_LeaveTheCircuitClosed()
    {
        using var pipeline = new ModelPipeline(new() { CircuitMinimumRequests = 2 }, time);
        var asked = 0;
        foreach (var failure in new[] { ModelFailure.Filtered, ModelFailure.Rejected, ModelFailure.Filtered, ModelFailure.Rejected })
        {
            await Assert.ThrowsAsync<ModelException>(() => pipeline.RunAsync<int>(Budget, _ => throw Failed(failure, ref asked), default));
        }

        Assert.False(pipeline.IsOpen);
    }

    [Fact]
    public async Task Run_NoFreeSlotInTime_IsBusy()
    {
        using var pipeline = new ModelPipeline(new() { Concurrency = 1, RequestTimeoutSeconds = 600 }, time);
        using var stop = new CancellationTokenSource();
        var first = pipeline.RunAsync(TimeSpan.FromMinutes(5), Never, stop.Token);
        var second = pipeline.RunAsync(TimeSpan.FromSeconds(1), _ => Task.FromResult(1), default);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ModelFailure.Busy, (await Assert.ThrowsAsync<ModelException>(() => second.WaitAsync(TimeSpan.FromSeconds(10)))).Failure);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(1, await pipeline.RunAsync(Budget, _ => Task.FromResult(1), default));
    }

    [Fact]
    public async Task Run_CallerCancels_IsNotAModelFailure()
    {
        using var pipeline = new ModelPipeline(new(), time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync(Budget, Never, new CancellationToken(canceled: true)));
    }

    private static ModelException Failed(ModelFailure failure, ref int asked)
    {
        asked++;
        return new(failure);
    }

    private static async Task<int> Never(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return 0;
    }
}
