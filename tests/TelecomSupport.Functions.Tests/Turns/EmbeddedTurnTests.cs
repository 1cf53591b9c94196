using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Billing;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

/// <summary>Whole turns over the embedded parts: what goes through the history comes back as it was.</summary>
public sealed class EmbeddedTurnTests
{
    [Fact]
    public async Task TechnicalTurn_ShippedDocuments_IsAnsweredWithSources()
    {
        await using var parts = await EmbeddedParts.StartAsync();

        var result = await parts.AskAsync(EmbeddedParts.Turn("How long is an access token valid?"));

        Assert.Equal("technical", result.Agent);
        Assert.NotEmpty(result.Sources);
    }

    [Fact]
    public async Task BillingTurn_DemoAccount_CallsItsToolsAndAnswers()
    {
        await using var parts = await EmbeddedParts.StartAsync();

        var result = await parts.AskAsync(EmbeddedParts.Turn("Which plan am I on?"));

        Assert.Equal("billing", result.Agent);
        Assert.Contains("Premium 5G", result.Response, StringComparison.Ordinal);
        Assert.NotEmpty(result.ToolCalls);
        Assert.All(result.ToolCalls, call => Assert.Equal(ToolStatus.Succeeded, call.Status));
    }

    [Fact]
    public async Task CallBillingTool_RepeatedActivity_OpensOneRefundCase()
    {
        await using var parts = await EmbeddedParts.StartAsync();
        var turn = EmbeddedParts.Turn("Refund my last bill, please.");
        var bill = (await parts.Services.GetRequiredService<IBillingSystem>().ListBillsAsync(turn.CustomerId, default))[0];
        var arguments = JsonSerializer.SerializeToElement(new { bill_id = bill.Id, reason = "Charged twice" });
        var call = new StepCall<ToolCallRequest>(turn, 3, null, new(turn, new ToolCall(0, "open_refund_case", arguments)));

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => parts.Activities.CallBillingTool(call)));

        Assert.Equal(Ids.RefundCase($"{turn.TurnId}:0"), Assert.Single(results.Select(result => result.CaseId).Distinct()));
        var cases = await parts.Services.GetRequiredService<IBillingSystem>().ListRefundCasesAsync(turn.CustomerId, default);
        Assert.Single(cases, refund => refund.BillId == bill.Id);
    }

    [Fact]
    public async Task SaveTurn_RepeatedActivity_SavesOnceAndGivesTheFirstResult()
    {
        await using var parts = await EmbeddedParts.StartAsync();
        var turn = EmbeddedParts.Turn("hello");
        await parts.Conversations.ClaimAsync(turn.ThreadId, turn.CustomerId, default);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => parts.Activities.SaveTurn(
            new(turn, 3, null, new(turn, null, "fallback", new Composition { Reply = $"Reply {i}" }, [], null)), parts.Client)));

        Assert.Single(results.Select(result => result.Response).Distinct());
        Assert.Single((await parts.Conversations.ReadTurnsAsync(turn.ThreadId, 10, null, default)).Turns);
    }

    [Fact]
    public async Task Activity_AfterTheTurnsDeadline_DoesNothing()
    {
        await using var parts = await EmbeddedParts.StartAsync();
        var turn = EmbeddedParts.Turn("hello");
        var late = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parts.Activities.RouteMessage(new(turn, 1, late, turn)));
    }
}
