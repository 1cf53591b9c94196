using Microsoft.DurableTask;
using TelecomSupport.Billing;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// How often an activity is tried. The waits between are durable timers, which Azure Storage keeps to the second. Part of the orchestration's
/// course: other values may not meet a history that was written with these.
/// </summary>
public sealed class StepRetries
{
    /// <summary>For a step's work: three more times within about 7 s when what failed may recover.</summary>
    public TaskOptions Transient { get; init; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2) { HandleFailure = IsTransient });

    /// <summary>For one round of saving a turn: whatever failed, for about half an hour.</summary>
    public TaskOptions Patient { get; init; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(
            maxNumberOfAttempts: 15, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Between two rounds of saving a turn. Each round is an execution of its own, so that an outage of days leaves no long history.</summary>
    public TimeSpan BetweenRounds { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether what failed, or what made it fail, may work a moment later.</summary>
    public static bool IsTransient(TaskFailureDetails failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerFailure)
        {
            if (Is<StorageUnavailableException>(cause) || Is<BillingUnavailableException>(cause)
                || Is<HttpRequestException>(cause) || Is<TimeoutException>(cause))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the failure was this exception. By name: <c>IsCausedBy</c> throws where two loaded assemblies have a type of that name.</summary>
    public static bool Is<TException>(TaskFailureDetails failure)
        where TException : Exception => failure.ErrorType == typeof(TException).FullName;
}
