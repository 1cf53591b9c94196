using System.Diagnostics;
using System.Text.Json;
using TelecomSupport.Billing;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Engine;

/// <summary>
/// The steps of one turn behind the journal: a step that is kept there is not done again, a step that is done is kept before the next starts.
/// </summary>
/// <param name="kept">What an earlier process had finished of this turn.</param>
/// <param name="started">Called with each step's name when its work starts.</param>
/// <param name="deadline">Cancelled when the turn has run out of time.</param>
/// <param name="stopping">Cancelled when the process is to stop; the turn is then left to the next one.</param>
internal sealed class JournaledSteps(
    TurnSteps work,
    TurnJournal journal,
    StepRetries retries,
    TurnRequest turn,
    IReadOnlyList<JournalStep> kept,
    Action<string> started,
    CancellationToken deadline,
    CancellationToken stopping) : ITurnSteps
{
    private int position;

    public Task<RouteDecision> RouteMessageAsync(TurnRequest turn) =>
        StepAsync(TurnStepNames.RouteMessage, cancellation => work.RouteMessageAsync(turn, cancellation));

    public Task<Retrieval> RetrievePassagesAsync(RoutedTurn turn) =>
        StepAsync(TurnStepNames.RetrievePassages, cancellation => work.RetrievePassagesAsync(turn, cancellation));

    public Task<Composition> ComposeReplyAsync(ComposeRequest request) =>
        StepAsync(TurnStepNames.ComposeReply, cancellation => work.ComposeReplyAsync(request, cancellation));

    public Task<ToolResult> CallBillingToolAsync(ToolCallRequest request) =>
        StepAsync(
            TurnStepNames.CallBillingTool,
            cancellation => CallToolAsync(request, cancellation),
            hasEffect: result => result.CaseId is not null);

    public async Task<TurnResult> SaveTurnAsync(TurnDraft draft)
    {
        started(TurnStepNames.SaveTurn);
        using var activity = SupportTelemetry.Activities.StartActivity(TurnStepNames.SaveTurn);
        return await retries.UntilDone.ExecuteAsync(async cancellation => await work.SaveTurnAsync(draft, cancellation), stopping);
    }

    private async Task<ToolResult> CallToolAsync(ToolCallRequest request, CancellationToken cancellation)
    {
        try
        {
            return await retries.Transient.ExecuteAsync(async token => await work.CallBillingToolAsync(request, token), cancellation);
        }
        catch (BillingUnavailableException)
        {
            return ToolResult.Unavailable(request.Call);
        }
    }

    private async Task<T> StepAsync<T>(string name, Func<CancellationToken, Task<T>> step, Func<T, bool>? hasEffect = null)
    {
        var here = position++;
        if (here < kept.Count)
        {
            return kept[here].Name == name
                ? JsonSerializer.Deserialize<T>(kept[here].Output, SupportJson.Options)!
                : throw new JournalMismatchException(turn.TurnId, here, name, kept[here].Name);
        }

        started(name);
        var output = await WorkAsync(name, step);
        await retries.UntilDone.ExecuteAsync(
            async _ => await journal.AppendStepAsync(
                turn.TurnId, here, name, JsonSerializer.Serialize(output, SupportJson.Options), hasEffect?.Invoke(output) == true),
            stopping);
        return output;
    }

    private async Task<T> WorkAsync<T>(string name, Func<CancellationToken, Task<T>> step)
    {
        using var activity = SupportTelemetry.Activities.StartActivity(name);
        try
        {
            deadline.ThrowIfCancellationRequested();
            return await retries.Transient.ExecuteAsync(async cancellation => await step(cancellation), deadline);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            var reason = deadline.IsCancellationRequested ? "the turn's deadline passed" : exception.GetType().Name;
            throw new StepFailedException(name, reason, exception);
        }
    }
}
