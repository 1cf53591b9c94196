using Polly;
using Polly.Retry;
using TelecomSupport.Billing;

namespace TelecomSupport.LocalHost.Engine;

/// <summary>How often a step is tried.</summary>
internal sealed partial class StepRetries
{
    public StepRetries(TimeProvider time, ILogger<StepRetries> logger)
    {
        Transient = Pipeline(time, new()
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<StorageUnavailableException>()
                .Handle<BillingUnavailableException>()
                .Handle<HttpRequestException>()
                .Handle<TimeoutException>(),
            MaxRetryAttempts = 3,
            Delay = TimeSpan.FromMilliseconds(50),
            BackoffType = DelayBackoffType.Exponential,
        });
        UntilDone = Pipeline(time, new()
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(exception => exception is not OperationCanceledException),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(10),
            BackoffType = DelayBackoffType.Exponential,
            OnRetry = retry =>
            {
                Log.NotKept(logger, retry.AttemptNumber + 1, retry.Outcome.Exception!);
                return default;
            },
        });
    }

    /// <summary>For a step's work: three more times within about 350 ms when what failed may recover.</summary>
    public ResiliencePipeline Transient { get; }

    /// <summary>For what must not be lost: until it succeeds or the process stops, at most 10 s apart.</summary>
    public ResiliencePipeline UntilDone { get; }

    private static ResiliencePipeline Pipeline(TimeProvider time, RetryStrategyOptions options) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(options).Build();

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A turn could not be kept (attempt {Attempt}); it is tried again.")]
        public static partial void NotKept(ILogger logger, int attempt, Exception exception);
    }
}
