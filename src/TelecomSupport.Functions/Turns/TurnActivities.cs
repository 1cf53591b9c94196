using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using TelecomSupport.Billing;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// The steps' work (<see cref="TurnSteps"/>) as Durable activities. Durable Functions may run an activity more than once; the steps are idempotent.
/// What they throw goes back to the orchestration as the exception's type and message, which hold nothing that a customer wrote.
/// </summary>
public sealed partial class TurnActivities(
    TurnSteps work, TurnSignals signals, TurnStarter starter, DurableClient durable, TimeProvider time, ILogger<TurnActivities> logger)
{
    [Function(nameof(RouteMessage))]
    public Task<RouteDecision> RouteMessage([ActivityTrigger] StepCall<TurnRequest> call) =>
        RunAsync(TurnStepNames.RouteMessage, call, work.RouteMessageAsync);

    [Function(nameof(RetrievePassages))]
    public Task<Retrieval> RetrievePassages([ActivityTrigger] StepCall<RoutedTurn> call) =>
        RunAsync(TurnStepNames.RetrievePassages, call, work.RetrievePassagesAsync);

    [Function(nameof(ComposeReply))]
    public Task<Composition> ComposeReply([ActivityTrigger] StepCall<ComposeRequest> call) =>
        RunAsync(TurnStepNames.ComposeReply, call, work.ComposeReplyAsync);

    [Function(nameof(CallBillingTool))]
    public Task<ToolResult> CallBillingTool([ActivityTrigger] StepCall<ToolCallRequest> call) =>
        RunAsync(TurnStepNames.CallBillingTool, call, work.CallBillingToolAsync);

    /// <summary>Saves the turn, tells who waits for it, and starts the next one of its thread.</summary>
    [Function(nameof(SaveTurn))]
    public Task<TurnResult> SaveTurn([ActivityTrigger] StepCall<TurnDraft> call, [DurableClient] DurableTaskClient client)
    {
        durable.Use(client);
        return RunAsync(
            TurnStepNames.SaveTurn,
            call,
            async (draft, stop) =>
            {
                var result = await work.SaveTurnAsync(draft, stop);
                signals.Finished(call.Turn.TurnId, result);
                await starter.EndAsync(call.Turn, stop);
                return result;
            });
    }

    // Not cut short when the host stops: it may yet be done, and if not, it is run again.
    private async Task<TOut> RunAsync<TIn, TOut>(string step, StepCall<TIn> call, Func<TIn, CancellationToken, Task<TOut>> workAsync)
    {
        using var scope = logger.BeginScope(TurnScope.Of(call.Turn));
        using var activity = SupportTelemetry.Activities.StartActivity(step);
        activity?.SetTag("turn.id", call.Turn.TurnId);
        var start = time.GetTimestamp();
        try
        {
            var left = call.Deadline - time.GetUtcNow().UtcDateTime ?? Timeout.InfiniteTimeSpan;
            if (call.Deadline is not null && left <= TimeSpan.Zero)
            {
                throw new OperationCanceledException("The turn's deadline has passed.");
            }

            signals.Started(call.Turn.TurnId, new(call.Number, step));
            using var deadline = new CancellationTokenSource(left, time);
            var output = await workAsync(call.Input, deadline.Token);
            Log.Done(logger, step, time.GetElapsedTime(start).TotalMilliseconds);
            return output;
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Log.Failed(logger, step, time.GetElapsedTime(start).TotalMilliseconds, exception);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Step} took {ElapsedMs:0.0} ms")]
        public static partial void Done(ILogger logger, string step, double elapsedMs);

        [LoggerMessage(LogLevel.Warning, "{Step} failed after {ElapsedMs:0.0} ms")]
        public static partial void Failed(ILogger logger, string step, double elapsedMs, Exception exception);
    }
}
