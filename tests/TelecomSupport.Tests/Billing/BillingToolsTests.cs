using System.Text.Json;
using TelecomSupport.Billing;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Billing;

public sealed class BillingToolsTests
{
    private readonly InMemoryBilling billing = Accounts.All();

    [Theory]
    [InlineData("drop_tables", "{}", "unknown_tool")]
    [InlineData("get_bill", "[]", "invalid_arguments")]
    [InlineData("get_bill", """{"bill_id":7}""", "invalid_arguments")]
    [InlineData("get_bill", """{"bill_id":" "}""", "invalid_arguments")]
    [InlineData("get_bill", """{"bill_id":"NB-11","month":"May"}""", "invalid_arguments")]
    [InlineData("get_balance", """{"customer_id":"emil"}""", "invalid_arguments")]
    [InlineData("open_refund_case", """{"bill_id":"NB-11"}""", "invalid_arguments")]
    [InlineData("get_bill", """{"bill_id":"EB-77"}""", "not_found")]
    [InlineData("compare_bills", """{"bill_id":"NB-09"}""", "not_found")]
    [InlineData("open_refund_case", """{"bill_id":"EB-77","charge_id":"d2","reason":"r"}""", "not_found")]
    [InlineData("open_refund_case", """{"bill_id":"NB-11","charge_id":"d2","reason":"r"}""", "not_found")]
    [InlineData("open_refund_case", """{"bill_id":"NB-11","charge_id":"c6","reason":"r"}""", "not_refundable")]
    public async Task Call_ThatCannotBeMade_IsRejectedWithAReason(string tool, string arguments, string code)
    {
        var result = await Call(tool, arguments);

        Assert.Equal(ToolStatus.Rejected, result.Status);
        Assert.Equal(code, result.Content.GetProperty("code").GetString());
        Assert.NotEmpty(result.Content.GetProperty("error").GetString()!);
        Assert.Null(result.CaseId);
        Assert.Equal(0, billing.CasesOf(Accounts.Nora) + billing.CasesOf(Accounts.Emil));
    }

    [Theory]
    [InlineData("customer_id")]
    [InlineData("userId")]
    [InlineData("account")]
    public async Task Call_ArgumentNamesACustomer_SaysWhoseDataItIs(string argument)
    {
        var result = await Call("get_subscription", $$"""{"{{argument}}":"emil"}""");

        Assert.Contains("customer of this conversation", result.Content.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_UnknownCustomer_IsRejected()
    {
        var result = await Call("get_balance", "{}", customer: "nobody");

        Assert.Equal("no_account", result.Content.GetProperty("code").GetString());
    }

    [Fact]
    public async Task GetUsage_GivesWhatRemains()
    {
        var answer = await Answer<UsageAnswer>("get_usage", "{}");

        Assert.Equal([new("Data", "GB", 80, 61.5m, 18.5m), new("Calls", "minutes", null, 133, null)], answer.Products.Single().Allowances);
    }

    [Fact]
    public async Task CompareBills_ChangesAddUpToTheDifference()
    {
        var answer = await Answer<ComparisonAnswer>("compare_bills", "{}");

        Assert.Equal(("NB-11", "NB-10", 22.00m), (answer.Bill.Id, answer.Previous.Id, answer.Difference));
        Assert.Equal(answer.Difference, answer.Changes.Sum(change => change.Difference));
        Assert.Equal(["Replacement SIM", "Roaming data in Norway", "Loyalty discount", "Late payment fee"], answer.Changes.Select(change => change.Name));
    }

    [Fact]
    public async Task OpenRefundCase_TakesTheAmountFromTheBill()
    {
        var answer = await Answer<RefundAnswer>("open_refund_case", """{"bill_id":"NB-11","charge_id":"c3","reason":"I want 500 euros back"}""");

        Assert.True(answer.Opened);
        Assert.Equal(16.10m, answer.Case.Amount);
    }

    [Fact]
    public async Task OpenRefundCase_SameCallAgain_ReportsTheSameCaseAsOpenedAndOpensNoSecond()
    {
        const string arguments = """{"bill_id":"NB-11","charge_id":"c3","reason":"r"}""";
        var first = await Call("open_refund_case", arguments);
        var again = await Call("open_refund_case", arguments);

        Assert.NotNull(first.CaseId);
        Assert.Equal(first.CaseId, again.CaseId);
        Assert.Equal(1, billing.CasesOf(Accounts.Nora));
    }

    [Theory]
    [InlineData("""{"bill_id":"NB-11","charge_id":"c3","reason":"again"}""")]
    [InlineData("""{"bill_id":"NB-11","reason":"all of it"}""")]
    public async Task OpenRefundCase_AnotherCallForTheSameCharge_ReturnsTheOpenCase(string arguments)
    {
        var first = await Call("open_refund_case", """{"bill_id":"NB-11","charge_id":"c3","reason":"r"}""");
        var second = await Call("open_refund_case", arguments, turn: "another");

        Assert.Equal(ToolStatus.Succeeded, second.Status);
        Assert.Null(second.CaseId);
        var answer = second.Content.Deserialize<RefundAnswer>(SupportJson.Options)!;
        Assert.False(answer.Opened);
        Assert.Equal(first.CaseId, answer.Case.CaseId);
        Assert.Equal(1, billing.CasesOf(Accounts.Nora));
    }

    [Fact]
    public async Task OpenRefundCase_TwoPositionsOfOneTurn_AreTwoCases()
    {
        await Call("open_refund_case", """{"bill_id":"NB-11","charge_id":"c3","reason":"r"}""", position: 0);
        await Call("open_refund_case", """{"bill_id":"NB-11","charge_id":"c4","reason":"r"}""", position: 1);

        Assert.Equal(2, billing.CasesOf(Accounts.Nora));
    }

    [Fact]
    public async Task Call_BillingSystemDown_Throws()
    {
        billing.IsDown = true;

        await Assert.ThrowsAsync<BillingUnavailableException>(() => Call("get_balance", "{}"));
    }

    [Fact]
    public void Schemas_TakeNoCustomerAndNothingUndeclared()
    {
        foreach (var tool in BillingTool.All)
        {
            Assert.False(tool.Schema.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(tool.Parameters.Select(parameter => parameter.Name), tool.Schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
            Assert.DoesNotContain(tool.Parameters, parameter => parameter.Name.Contains("customer", StringComparison.Ordinal));
        }
    }

    private async Task<T> Answer<T>(string tool, string arguments)
    {
        var result = await Call(tool, arguments);
        Assert.Equal(ToolStatus.Succeeded, result.Status);
        return result.Content.Deserialize<T>(SupportJson.Options)!;
    }

    private Task<ToolResult> Call(string tool, string arguments, string customer = Accounts.Nora, string turn = "turn", int position = 0) =>
        new BillingTools(billing, TimeProvider.System).CallAsync(
            new TurnRequest { TurnId = turn, ThreadId = "thread", CustomerId = customer, MessageId = "m", Message = "…", ReceivedAt = Accounts.Now },
            new(position, tool, JsonDocument.Parse(arguments).RootElement),
            default);
}
