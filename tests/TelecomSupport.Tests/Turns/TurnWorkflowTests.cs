using System.Text.Json;
using TelecomSupport.Billing;
using TelecomSupport.Escalation;
using TelecomSupport.Fallback;
using TelecomSupport.Technical;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Turns;

public sealed class TurnWorkflowTests
{
    private static readonly AgentCatalog Agents = new([TechnicalAgent.Definition, BillingAgent.Definition, FallbackAgent.Definition]);
    private static readonly string CaseId = Ids.EscalationCase(ScriptedSteps.Turn.TurnId);

    private static readonly Composition Unsettled = new() { Reply = "What do you need?", NeedsClarification = true, Unsettled = true };

    private readonly ScriptedSteps steps = new();

    [Fact]
    public async Task Run_Technical_RoutesRetrievesComposesAndSaves()
    {
        var result = await RunAsync();

        Assert.Equal(["route_message", "retrieve_passages", "compose_reply", "save_turn"], steps.Calls);
        Assert.Equal(("technical", "Sixty minutes [1]."), (result.Agent, result.Response));
    }

    [Fact]
    public async Task Run_Billing_CallsToolsUntilTheReplyIsReady()
    {
        steps.Route = ScriptedSteps.Routed("billing");
        steps.Compose = request => request.ToolResults.Count switch
        {
            0 => Wants("list_bills"),
            1 => Wants("get_bill", "get_subscription"),
            _ => new() { Reply = "€45.00" },
        };

        var result = await RunAsync();

        Assert.Equal(
            ["route_message", "compose_reply", "call_billing_tool", "compose_reply", "call_billing_tool", "call_billing_tool", "compose_reply", "save_turn"],
            steps.Calls);
        Assert.Equal([0, 1, 2], steps.ToolCalls.Select(call => call.Position));
        Assert.Equal(("billing", "€45.00"), (result.Agent, result.Response));
    }

    [Fact]
    public async Task Run_ComposerNeverStopsCallingTools_ReplyIsDueAfterTheLastRound()
    {
        steps.Route = ScriptedSteps.Routed("billing");
        steps.Compose = request => request.MayCallTools ? Wants("list_bills") : new() { Reply = "done" };

        var result = await RunAsync(maxToolRounds: 3);

        Assert.Equal(3, steps.ToolCalls.Count);
        Assert.Equal("done", result.Response);
    }

    [Theory]
    [InlineData("technical")]
    [InlineData("other")]
    public async Task Run_AgentWithoutToolsAsksForOne_GoesToAPerson(string category)
    {
        steps.Route = ScriptedSteps.Routed(category);
        steps.Compose = _ => Wants("get_subscription");

        await RunAsync();

        Assert.Empty(steps.ToolCalls);
        Assert.Equal(EscalationReason.Unanswered, steps.Saved!.Escalation);
    }

    [Fact]
    public async Task Run_UnknownCategory_FallsBack()
    {
        steps.Route = ScriptedSteps.Routed("sales");

        Assert.Equal("fallback", (await RunAsync()).Agent);
    }

    [Fact]
    public async Task Run_PersonRequested_OpensACaseAndSaysSo()
    {
        steps.Route = ScriptedSteps.Routed("billing") with { Escalate = EscalationReason.PersonRequested };

        var result = await RunAsync();

        Assert.Equal(["route_message", "save_turn"], steps.Calls);
        Assert.Equal(EscalationReason.PersonRequested, steps.Saved!.Escalation);
        Assert.Contains(CaseId, result.Response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Upset_AnswersAndOpensACase()
    {
        steps.Route = steps.Route with { Escalate = EscalationReason.Upset };

        var result = await RunAsync();

        Assert.Equal(EscalationReason.Upset, steps.Saved!.Escalation);
        Assert.StartsWith("Sixty minutes [1].", result.Response, StringComparison.Ordinal);
        Assert.Contains(CaseId, result.Response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReplyBringsAPersonIn_OpensACaseAndSaysSo()
    {
        steps.Compose = _ => new() { Reply = "All right.", Escalate = EscalationReason.PersonRequested };

        var result = await RunAsync();

        Assert.Equal(EscalationReason.PersonRequested, steps.Saved!.Escalation);
        Assert.StartsWith("All right.", result.Response, StringComparison.Ordinal);
        Assert.Contains(CaseId, result.Response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThreadHeldByAPerson_OnlyTakesTheMessageDown()
    {
        steps.Route = steps.Route with { HeldByCase = "ESC-ABCDEFGHJK", Escalate = EscalationReason.PersonRequested };

        var result = await RunAsync();

        Assert.Equal(["route_message", "save_turn"], steps.Calls);
        Assert.Null(steps.Saved!.Escalation);
        Assert.Contains("ESC-ABCDEFGHJK", result.Response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(2, EscalationReason.RepeatedClarification)]
    [InlineData(7, EscalationReason.RepeatedClarification)]
    public async Task Run_Clarification_TheThirdInARowGoesToAPerson(int before, EscalationReason? expected)
    {
        steps.Route = ScriptedSteps.Routed("other") with { ClarificationsBefore = before };
        steps.Compose = _ => new() { Reply = "What do you need?", NeedsClarification = true };

        var result = await RunAsync();

        Assert.Equal(expected, steps.Saved!.Escalation);
        Assert.True(result.NeedsClarification);
        Assert.Equal(expected is null, result.Response == "What do you need?");
    }

    [Theory]
    [InlineData("other")]
    [InlineData("billing")]
    public async Task Run_Unsettled_DocumentsAnswer(string category)
    {
        steps.Route = ScriptedSteps.Routed(category) with { ClarificationsBefore = 2 };
        steps.Compose = request => request.Agent == "technical" ? new() { Reply = "Sixty minutes [1]." } : Unsettled;

        var result = await RunAsync();

        Assert.Equal(["route_message", "compose_reply", "retrieve_passages", "compose_reply", "save_turn"], steps.Calls);
        Assert.Equal((category, "technical", "Sixty minutes [1]."), (result.Category, result.Agent, result.Response));
        Assert.Null(steps.Saved!.Escalation);
    }

    [Fact]
    public async Task Run_UnsettledAndNothingNearInTheDocuments_AsksWhatIsMeant()
    {
        steps.Route = ScriptedSteps.Routed("other");
        steps.Compose = _ => Unsettled;
        steps.Retrieved = new("question", [new("passage", 0.1)], Sufficient: false);

        var result = await RunAsync();

        Assert.Equal(["route_message", "compose_reply", "retrieve_passages", "save_turn"], steps.Calls);
        Assert.Equal(("fallback", Unsettled.Reply, true), (result.Agent, result.Response, result.NeedsClarification));
        Assert.False(steps.Saved!.Composition.Unanswered);
    }

    [Fact]
    public async Task Run_UnsettledAndTheDocumentsDontCoverIt_IsCountedAsUnanswered()
    {
        steps.Route = ScriptedSteps.Routed("billing");
        steps.Compose = request => request.Agent == "technical" ? new() { Reply = "Not covered.", Unanswered = true } : Unsettled;
        steps.Retrieved = new("question", [new("passage", 0.4)], Sufficient: false, Plausible: true);

        var result = await RunAsync();

        Assert.Equal(("billing", Unsettled.Reply), (result.Agent, result.Response));
        Assert.True(steps.Saved!.Composition.Unanswered);
    }

    [Fact]
    public async Task Run_UnsettledAndTheDocumentsCantBeAsked_KeepsTheReplyThereIs()
    {
        steps.Route = ScriptedSteps.Routed("other");
        steps.Compose = _ => Unsettled;
        steps.Failing = TurnStepNames.RetrievePassages;

        var result = await RunAsync();

        Assert.Equal(("fallback", Unsettled.Reply), (result.Agent, result.Response));
        Assert.Null(steps.Saved!.Escalation);
    }

    [Fact]
    public async Task Run_AnswerAfterClarifications_DoesNotEscalate()
    {
        steps.Route = steps.Route with { ClarificationsBefore = 2 };

        await RunAsync();

        Assert.Null(steps.Saved!.Escalation);
    }

    [Fact]
    public async Task Run_EveryToolCallFailed_GoesToAPerson()
    {
        steps.Route = ScriptedSteps.Routed("billing");
        steps.Compose = request => request.ToolResults.Count == 0 ? Wants("get_subscription") : new() { Reply = "Sorry." };
        steps.CallTool = ToolResult.Unavailable;

        await RunAsync();

        Assert.Equal(EscalationReason.ToolFailure, steps.Saved!.Escalation);
        Assert.Equal(ToolStatus.Failed, steps.Saved.ToolResults.Single().Status);
    }

    [Theory]
    [InlineData(TurnStepNames.RouteMessage)]
    [InlineData(TurnStepNames.RetrievePassages)]
    [InlineData(TurnStepNames.ComposeReply)]
    public async Task Run_StepFailsForGood_APersonGetsTheMessage(string step)
    {
        steps.Failing = step;

        var result = await RunAsync();

        Assert.Equal(EscalationReason.Unanswered, steps.Saved!.Escalation);
        Assert.Equal("fallback", result.Agent);
        Assert.Contains(CaseId, result.Response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SavingFails_TheTurnFails()
    {
        steps.Failing = TurnStepNames.SaveTurn;

        await Assert.ThrowsAsync<StepFailedException>(() => RunAsync());
    }

    [Fact]
    public async Task Run_ToolFailsAfterAnEffect_TheEffectStaysOnTheTurn()
    {
        steps.Route = ScriptedSteps.Routed("billing");
        steps.Compose = request => request.ToolResults.Count == 0 ? Wants("open_refund_case") : throw new StepFailedException("compose_reply", "scripted");
        steps.CallTool = call => new(call, ToolStatus.Succeeded, JsonSerializer.SerializeToElement(new { }), 1, "REF-1");

        await RunAsync();

        Assert.Equal("REF-1", steps.Saved!.ToolResults.Single().CaseId);
        Assert.Equal(EscalationReason.Unanswered, steps.Saved.Escalation);
    }

    private Task<TurnResult> RunAsync(int maxToolRounds = 5) => new TurnWorkflow(Agents, maxToolRounds).RunAsync(steps, ScriptedSteps.Turn);

    private static Composition Wants(params string[] tools) =>
        new() { ToolCalls = [.. tools.Select(tool => new ToolCall(0, tool, JsonSerializer.SerializeToElement(new { })))] };
}
