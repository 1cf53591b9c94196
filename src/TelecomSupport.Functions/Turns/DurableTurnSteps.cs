using Microsoft.DurableTask;
using TelecomSupport.Billing;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>The steps of one turn as activities of its orchestration. Deterministic: runs in the orchestrator.</summary>
/// <param name="deadline">Done when the turn has run out of time.</param>
/// <param name="deadlineAt">When that is, UTC.</param>
internal sealed class DurableTurnSteps(TaskOrchestrationContext context, StepRetries retries, TurnRequest turn, Task deadline, DateTime deadlineAt)
    : ITurnSteps
{
    private int number;

    /// <summary>The turn as it was to be saved; null until it came to that.</summary>
    public TurnDraft? Draft { get; private set; }

    public Task<RouteDecision> RouteMessageAsync(TurnRequest turn) =>
        StepAsync<TurnRequest, RouteDecision>(TurnStepNames.RouteMessage, nameof(TurnActivities.RouteMessage), turn);

    public Task<Retrieval> RetrievePassagesAsync(RoutedTurn turn) =>
        StepAsync<RoutedTurn, Retrieval>(TurnStepNames.RetrievePassages, nameof(TurnActivities.RetrievePassages), turn);

    public Task<Composition> ComposeReplyAsync(ComposeRequest request) =>
        StepAsync<ComposeRequest, Composition>(TurnStepNames.ComposeReply, nameof(TurnActivities.ComposeReply), request);

    public async Task<ToolResult> CallBillingToolAsync(ToolCallRequest request)
    {
        try
        {
            return await StepAsync<ToolCallRequest, ToolResult>(TurnStepNames.CallBillingTool, nameof(TurnActivities.CallBillingTool), request);
        }
        catch (StepFailedException failure) when (failure.InnerException is TaskFailedException { FailureDetails: { } details }
            && StepRetries.Is<BillingUnavailableException>(details))
        {
            return ToolResult.Unavailable(request.Call);
        }
    }

    /// <exception cref="TaskFailedException">It could not be saved in all the time that <see cref="StepRetries.Patient"/> gives.</exception>
    public Task<TurnResult> SaveTurnAsync(TurnDraft draft)
    {
        Draft = draft;
        return context.CallActivityAsync<TurnResult>(
            nameof(TurnActivities.SaveTurn), Call(TurnStepNames.SaveTurn, draft, until: null), retries.Patient);
    }

    private async Task<TOut> StepAsync<TIn, TOut>(string step, string activity, TIn input)
    {
        if (deadline.IsCompleted)
        {
            throw TooLate(step);
        }

        var working = context.CallActivityAsync<TOut>(activity, Call(step, input, deadlineAt), retries.Transient);
        if (await Task.WhenAny(working, deadline) != working)
        {
            throw TooLate(step);
        }

        try
        {
            return await working;
        }
        catch (TaskFailedException failure)
        {
            throw new StepFailedException(step, failure.FailureDetails.ErrorType, failure);
        }
    }

    private StepCall<T> Call<T>(string step, T input, DateTime? until)
    {
        context.SetCustomStatus(new StepProgress(++number, step));
        return new(turn, number, until, input);
    }

    private static StepFailedException TooLate(string step) => new(step, "the turn's deadline passed");
}
