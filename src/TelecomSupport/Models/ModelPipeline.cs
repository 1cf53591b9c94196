using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace TelecomSupport.Models;

/// <summary>
/// What stands between a client and its model, outermost first: the time allowed for everything; a free slot of
/// <see cref="ModelsOptions.Concurrency"/>, kept while waiting to try again, so that a struggling model is asked less; retries with back-off
/// or after the server's <c>Retry-After</c>; the circuit breaker, which sees every attempt; the timeout of one attempt. Safe for concurrent
/// use; throws <see cref="ModelException"/>.
/// </summary>
public sealed class ModelPipeline : IDisposable
{
    // A server is not believed for longer than this when it asks to be left alone.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private static readonly ResiliencePropertyKey<TimeSpan> Budget = new("budget");

    private readonly ModelsOptions options;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim slots;
    private readonly CircuitBreakerStateProvider circuit = new();
    private readonly ResiliencePipeline pipeline;
    private long pausedUntil;

    public ModelPipeline(ModelsOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        slots = new(options.Concurrency);
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(Retry());
        }

        pipeline = builder
            .AddCircuitBreaker(new()
            {
                ShouldHandle = new PredicateBuilder().Handle<TimeoutRejectedException>().Handle<ModelException>(IsFault),
                FailureRatio = options.CircuitFailureRatio,
                MinimumThroughput = options.CircuitMinimumRequests,
                SamplingDuration = TimeSpan.FromSeconds(options.CircuitSamplingSeconds),
                BreakDuration = TimeSpan.FromSeconds(options.CircuitBreakSeconds),
                StateProvider = circuit,
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                // A little less than the whole, so that the breaker sees a slow model before everything is over.
                TimeoutGenerator = arguments => new(TimeSpan.FromSeconds(Math.Min(
                    options.RequestTimeoutSeconds, 0.9 * arguments.Context.Properties.GetValue(Budget, TimeSpan.MaxValue).TotalSeconds))),
            })
            .Build();
    }

    /// <summary>Whether the model failed so often that it is not asked now, or was not asked since.</summary>
    public bool IsOpen => circuit.CircuitState != CircuitState.Closed;

    /// <param name="budget">How long it may take, waiting and retries included; more than zero.</param>
    /// <exception cref="ModelException">The model can't be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<T> RunAsync<T>(TimeSpan budget, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        if (time.GetUtcNow().UtcTicks < Interlocked.Read(ref pausedUntil))
        {
            throw new ModelException(ModelFailure.Throttled);
        }

        using var over = new CancellationTokenSource(budget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await slots.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelException(ModelFailure.Busy);
        }

        var context = ResilienceContextPool.Shared.Get(either.Token);
        context.Properties.Set(Budget, budget);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, call) => await call(context.CancellationToken), context, call);
        }
        catch (BrokenCircuitException)
        {
            throw new ModelException(ModelFailure.CircuitOpen);
        }
        catch (Exception exception) when (exception is TimeoutRejectedException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ModelException(ModelFailure.Timeout);
        }
        catch (ModelException exception) when (exception.RetryAfter is { } wait)
        {
            var pause = wait < LongestPause ? wait : LongestPause;
            Interlocked.Exchange(ref pausedUntil, (time.GetUtcNow() + pause).UtcTicks);
            throw;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            slots.Release();
        }
    }

    public void Dispose() => slots.Dispose();

    private RetryStrategyOptions Retry() => new()
    {
        ShouldHandle = new PredicateBuilder().Handle<ModelException>(MayPass),
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromSeconds(options.RetryDelaySeconds),
        MaxDelay = TimeSpan.FromSeconds(options.MaxRetryDelaySeconds),
        DelayGenerator = static arguments => new((arguments.Outcome.Exception as ModelException)?.RetryAfter),
    };

    private bool MayPass(ModelException exception) =>
        exception.Failure is ModelFailure.Unreachable or ModelFailure.ServerError or ModelFailure.Throttled
        && !(exception.RetryAfter?.TotalSeconds > options.MaxRetryDelaySeconds);

    // The others are the one request's own matter.
    private static bool IsFault(ModelException exception) => exception.Failure
        is ModelFailure.Unreachable or ModelFailure.ServerError or ModelFailure.Throttled or ModelFailure.Denied or ModelFailure.Unusable;
}
