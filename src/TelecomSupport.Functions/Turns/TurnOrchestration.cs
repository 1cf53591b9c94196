using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// One orchestration for each accepted message, its instance id the turn's id: <see cref="TurnWorkflow"/> over activities. It ends when the turn
/// is saved, never otherwise: a step that fails is an outcome of the workflow, and saving goes on until it succeeds.
/// </summary>
public sealed partial class TurnOrchestration(AgentCatalog agents, StepRetries retries)
{
    /// <returns>The saved result; null when another execution of this instance goes on with saving it.</returns>
    [Function(nameof(TurnOrchestration))]
    public async Task<TurnResult?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, TurnInput input)
    {
        var logger = context.CreateReplaySafeLogger<TurnOrchestration>();
        using var scope = logger.BeginScope(TurnScope.Of(input.Turn));
        using var ended = new CancellationTokenSource();
        var deadlineAt = context.CurrentUtcDateTime.AddSeconds(input.TimeoutSeconds);
        var deadline = input.Unsaved is null ? context.CreateTimer(deadlineAt, ended.Token) : Task.CompletedTask;
        var steps = new DurableTurnSteps(context, retries, input.Turn, deadline, deadlineAt);
        try
        {
            var result = input.Unsaved is { } draft
                ? await steps.SaveTurnAsync(draft)
                : await new TurnWorkflow(agents, input.MaxToolRounds).RunAsync(steps, input.Turn);
            Log.Answered(logger, result.Agent, result.Escalated, result.Degraded, result.LatencyMs);
            return result;
        }
        catch (TaskFailedException failure) when (steps.Draft is not null)
        {
            Log.NotSaved(logger, failure.FailureDetails.ErrorType);
        }
        finally
        {
#pragma warning disable CA1849 // CancelAsync goes on outside of the orchestrator's scheduler, and the instance would never end.
            ended.Cancel();
#pragma warning restore CA1849
        }

        await context.CreateTimer(retries.BetweenRounds, CancellationToken.None);
        context.ContinueAsNew(input with { Unsaved = steps.Draft });
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Answered by {Agent} (escalated: {Escalated}, degraded: {Degraded}) in {LatencyMs} ms")]
        public static partial void Answered(ILogger logger, string agent, bool escalated, bool degraded, long latencyMs);

        [LoggerMessage(LogLevel.Error, "The turn could not be saved for a long time ({Error}); saving it goes on.")]
        public static partial void NotSaved(ILogger logger, string error);
    }
}
