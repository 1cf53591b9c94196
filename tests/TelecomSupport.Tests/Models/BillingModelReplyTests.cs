using System.Text.Json;
using Microsoft.Extensions.AI;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Models;
using TelecomSupport.Tests.Billing;
using TelecomSupport.Tests.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Models;

public sealed class BillingModelReplyTests
{
    private static readonly ToolResult Balance = Result(
        0, "get_balance", """{"state":"active","payment_method":"Direct debit","balance":96.29,"due_date":"2026-11-24","currency":"EUR"}""");

    [Fact]
    public async Task Compose_ToolCalls_AreAskedOfTheWorkflow()
    {
        var (composition, client) = await ComposeAsync(TestChatClient.Calls(("get_balance", []), ("get_bill", new() { ["bill_id"] = "B-1" })));

        Assert.Null(composition.Reply);
        Assert.Equal([(0, "get_balance"), (1, "get_bill")], composition.ToolCalls.Select(call => (call.Position, call.Name)));
        Assert.Equal("""{"bill_id":"B-1"}""", composition.ToolCalls[1].Arguments.GetRawText());
        Assert.Equal(BillingTool.All.Count + 1, client.Asked[0].Options!.Tools!.Count);
    }

    [Fact]
    public async Task Compose_NextRound_TellsTheModelWhatTheToolsReturned()
    {
        var (composition, client) = await ComposeAsync(TestChatClient.Text("You owe €96.29 by 24 November 2026."), [Balance]);

        Assert.Equal(("You owe €96.29 by 24 November 2026.", false, "billing@2/default"), (composition.Reply, composition.Degraded, composition.Prompt));
        var messages = client.Asked[0].Messages;
        Assert.Equal("call_0", Assert.IsType<FunctionCallContent>(Assert.Single(messages[^2].Contents)).CallId);
        var result = Assert.IsType<FunctionResultContent>(Assert.Single(messages[^1].Contents));
        Assert.Equal("call_0", result.CallId);
        Assert.Contains("| {\"state\":\"active\"", (string)result.Result!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("You owe €96.30.")]
    [InlineData("")]
    public async Task Compose_ReplyWithAnotherFigureOrEmpty_IsTheDialoguesDegraded(string reply)
    {
        var (composition, _) = await ComposeAsync(TestChatClient.Text(reply), [Balance]);

        Assert.Equal(("from the dialogue", true), (composition.Reply, composition.Degraded));
    }

    [Fact]
    public async Task Compose_UnknownToolsAndMalformedArguments_AreForTheToolsToReject()
    {
        var malformed = new FunctionCallContent("id", "get_bill") { Exception = new JsonException() };
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("id", "drop_tables", new Dictionary<string, object?>()), malformed]));
        var (composition, _) = await ComposeAsync(response);

        var tools = new BillingTools(new InMemoryBilling(TimeProvider.System), TimeProvider.System);
        var results = await Task.WhenAll(composition.ToolCalls.Select(call => tools.CallAsync(ScriptedSteps.Turn, call, default)));
        Assert.All(results, result => Assert.Equal(ToolStatus.Rejected, result.Status));
        Assert.Equal("The arguments must be a JSON object.", results[1].Content.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Compose_CustomerNamedInArguments_IsRejectedAndTold()
    {
        var (first, _) = await ComposeAsync(TestChatClient.Calls(("get_balance", new() { ["customer_id"] = "someone-else" })));
        var rejected = await new BillingTools(new InMemoryBilling(TimeProvider.System), TimeProvider.System).CallAsync(ScriptedSteps.Turn, first.ToolCalls[0], default);
        var (_, client) = await ComposeAsync(TestChatClient.Text("Which bill do you mean?"), [rejected]);

        Assert.Equal(ToolStatus.Rejected, rejected.Status);
        Assert.Contains(
            "it always answers for the customer of this conversation",
            (string)((FunctionResultContent)client.Asked[0].Messages[^1].Contents[0]).Result!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_AsksTheCustomer_IsAClarification()
    {
        var (composition, _) = await ComposeAsync(TestChatClient.Calls(("ask_customer", new() { ["question"] = "Which charge do you mean?" })));

        Assert.Equal(("Which charge do you mean?", true), (composition.Reply, composition.NeedsClarification));
    }

    [Fact]
    public async Task Compose_LastRound_OffersNoToolsAndRefusesCalls()
    {
        var (composition, client) = await ComposeAsync(TestChatClient.Calls(("get_balance", [])), [Balance], mayCallTools: false);

        Assert.Equal(ChatToolMode.None, client.Asked[0].Options!.ToolMode);
        Assert.Equal(("from the dialogue", true), (composition.Reply, composition.Degraded));
    }

    [Fact]
    public async Task Compose_TooManyCallsAtOnce_AreCut()
    {
        var (composition, _) = await ComposeAsync(TestChatClient.Calls(
            [.. Enumerable.Range(0, 50).Select(i => ("get_bill", (Dictionary<string, object?>?)new() { ["bill_id"] = $"B-{i}" }))]));

        Assert.Equal(6, composition.ToolCalls.Count);
    }

    [Fact]
    public async Task Compose_OnlyCallsMadeBefore_IsTheDialoguesDegraded()
    {
        var (repeated, _) = await ComposeAsync(TestChatClient.Calls(("get_balance", [])), [Balance]);
        var (mixed, _) = await ComposeAsync(TestChatClient.Calls(("get_balance", []), ("get_usage", []), ("get_usage", [])), [Balance]);

        Assert.Equal(("from the dialogue", true), (repeated.Reply, repeated.Degraded));
        Assert.Equal(["get_usage"], mixed.ToolCalls.Select(call => call.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Compose_ModelOrBillingFailedBefore_IsTheDialogues(bool model)
    {
        var results = model ? [] : new[] { Balance with { Status = ToolStatus.Failed } };
        var (composition, client) = await ComposeAsync(TestChatClient.Text("x"), results, withoutModel: model);

        Assert.Empty(client.Asked);
        Assert.Equal("from the dialogue", composition.Reply);
    }

    [Fact]
    public async Task Compose_ReplyNamesCharges_LeavesThemToFollowUps()
    {
        var bill = Result(0, "get_bill", """
            {"currency":"EUR","bill":{"id":"B-1","bill_date":"2026-11-10","due_date":"2026-11-24","period_start":"2026-10-10","period_end":"2026-11-09",
             "state":"due","amount_due":64.9,"remaining_amount":64.9,"charges":[
              {"id":"C-1","name":"Premium 5G","type":"recurring","amount":45.0,"date":"2026-10-10"},
              {"id":"C-2","name":"Week Pass","type":"one_off","amount":19.9,"date":"2026-10-17"}]}}
            """);
        var (composition, _) = await ComposeAsync(TestChatClient.Text("It is a Week Pass for €19.90 and Premium 5G for €45."), [bill]);

        Assert.Equal("charge", composition.Recall.Topic);
        Assert.Equal(["B-1/C-2", "B-1/C-1", "B-1"], composition.Recall.Items.Select(item => item.Id));
    }

    private static async Task<(Composition Composition, TestChatClient Client)> ComposeAsync(
        ChatResponse answer, ToolResult[]? results = null, bool mayCallTools = true, bool withoutModel = false)
    {
        var client = new TestChatClient((_, _, _) => Task.FromResult(answer));
        using var parts = new ModelParts(client);
        var composer = new BillingModelReply(new Dialogue(), parts.Model, parts.Prompts, parts.Budgets, parts.Wrapped);
        var request = new ComposeRequest(ScriptedSteps.Turn, ScriptedSteps.Routed("billing"), "billing", null, results ?? [], mayCallTools)
        {
            WithoutModel = withoutModel,
        };
        return (await composer.ComposeAsync(new(request, ConversationHistory.Empty, []), default), client);
    }

    private static ToolResult Result(int position, string tool, string content)
    {
        using var json = JsonDocument.Parse(content);
        return new(new(position, tool, JsonSerializer.SerializeToElement(new { })), ToolStatus.Succeeded, json.RootElement.Clone(), 1);
    }

    private sealed class Dialogue : IReplyComposer
    {
        public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation) =>
            Task.FromResult(new Composition { Reply = "from the dialogue" });
    }
}
