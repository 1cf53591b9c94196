using Microsoft.Extensions.Options;
using TelecomSupport.Billing;
using TelecomSupport.Embedded.Billing;
using TelecomSupport.Embedded.Storage;

namespace TelecomSupport.Embedded.Tests.Billing;

public sealed class DemoBillingSystemTests : IAsyncDisposable
{
    private const string Valid = """
        {"version":1,"currency":"EUR","accounts":[{"customer_id":"ada","name":"Ada","language":"en",
          "billing_account":{"id":"BA","state":"active","payment_method":"Direct debit","balance":12.5,"due_date":"2026-11-20"},
          "products":[{"id":"P0","name":"Old","kind":"add_on","status":"pending_terminate","monthly_price":1,"start_date":"2025-01-01","contract_end":null,"allowances":[]},
                      {"id":"P1","name":"Basic","kind":"plan","status":"active","monthly_price":10,"start_date":"2025-01-01","contract_end":"2027-01-01",
                       "allowances":[{"name":"Data","unit":"GB","included":null,"used":3.5}]}],
          "bills":[{"id":"B1","bill_date":"2026-10-06","due_date":"2026-10-20","period_start":"2026-09-06","period_end":"2026-10-05","state":"settled","amount_due":10,"remaining_amount":0,
                    "charges":[{"id":"C1","name":"Basic","type":"recurring","amount":10,"date":"2026-09-06","product_id":"P1"}]},
                   {"id":"B2","bill_date":"2026-11-06","due_date":"2026-11-20","period_start":"2026-10-06","period_end":"2026-11-05","state":"due","amount_due":12.5,"remaining_amount":12.5,
                    "charges":[{"id":"C1","name":"Basic","type":"recurring","amount":10,"date":"2026-10-06","product_id":"P1"},
                               {"id":"C2","name":"Fee","type":"one_off","amount":2.5,"date":"2026-10-07","product_id":null}]}]}]}
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase database;

    public DemoBillingSystemTests() => database = new(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Accounts_AreReadNewestBillAndActiveProductsFirst()
    {
        var billing = Load(Valid);

        Assert.Equal(new("BA", "ada", AccountState.Active, "Direct debit", 12.5m, new(2026, 11, 20), "EUR"), await billing.FindAccountAsync("ada", default));
        Assert.Equal(["Basic", "Old"], (await billing.ListProductsAsync("ada", default)).Select(product => product.Name));
        Assert.Equal(["B2", "B1"], (await billing.ListBillsAsync("ada", default)).Select(bill => bill.Id));
        Assert.Null(await billing.FindAccountAsync("ADA", default));
        Assert.Empty(await billing.ListBillsAsync("bob", default));
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "version is 2")]
    [InlineData("\"currency\":\"EUR\",", "", "currency")]
    [InlineData("\"amount_due\":12.5", "\"amount_due\":12.6", "customer ada: bill B2: the charges add up to 12.5, amount_due is 12.6")]
    [InlineData("\"remaining_amount\":12.5", "\"remaining_amount\":13", "remaining_amount is 13 of 12.5")]
    [InlineData("\"remaining_amount\":0", "\"remaining_amount\":1", "state is Settled, remaining_amount is 1")]
    [InlineData("\"type\":\"one_off\"", "\"type\":\"gift\"", "can't be read")]
    [InlineData("\"id\":\"B1\"", "\"id\":\"B2\"", "id B2 is there twice")]
    [InlineData("\"id\":\"C2\"", "\"id\":\"C1\"", "charge C1 is there twice")]
    [InlineData("\"due_date\":\"2026-10-20\"", "\"due_date\":\"2026-10-01\"", "it is due before its date")]
    [InlineData("\"name\":\"Ada\"", "\"name\":\"Ada\",\"shoe_size\":38", "shoe_size")]
    [InlineData("{\"version\"", "{{\"version\"", "can't be read")]
    public void New_MalformedFile_SaysInOneLineWhatIsWrong(string old, string changed, string message)
    {
        var failure = Assert.Throws<InvalidDataException>(() => Load(Valid.Replace(old, changed, StringComparison.Ordinal)));

        Assert.StartsWith("Billing:DemoAccounts: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void New_NoFile_NamesTheKeyAndThePath()
    {
        var path = Path.Combine(folder.Path, "none.json");
        var failure = Assert.Throws<InvalidDataException>(() => Open(path));

        Assert.StartsWith($"Billing:DemoAccounts: {path} can't be read", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenRefundCase_SameKeyAgain_ReturnsTheSameCase()
    {
        var billing = Load(Valid);
        var request = new RefundRequest("B2", "C2", 2.5m, "not mine");
        var first = await billing.OpenRefundCaseAsync("ada", request, "key", default);
        var again = await billing.OpenRefundCaseAsync("ada", request, "key", default);

        Assert.Equal(Ids.RefundCase("key"), first.CaseId);
        Assert.Equal(first, again);
        Assert.Equal([first], await billing.ListRefundCasesAsync("ada", default));
    }

    [Fact]
    public async Task OpenRefundCase_SameChargeAtOnceFromManySides_OpensOne()
    {
        var billing = Load(Valid);
        var cases = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => Task.Run(() => billing.OpenRefundCaseAsync("ada", new("B2", i % 2 == 0 ? "C2" : null, 2.5m, "r"), $"key {i}", default))));

        Assert.Single(cases.DistinctBy(refund => refund.CaseId));
        Assert.Single(await billing.ListRefundCasesAsync("ada", default));
    }

    [Fact]
    public async Task OpenRefundCase_OfAnotherCustomerOrCharge_IsAnotherCase()
    {
        var billing = Load(Valid);
        await billing.OpenRefundCaseAsync("ada", new("B2", "C2", 2.5m, "r"), "1", default);
        await billing.OpenRefundCaseAsync("ada", new("B2", "C1", 10, "r"), "2", default);
        await billing.OpenRefundCaseAsync("bob", new("B2", "C2", 2.5m, "r"), "3", default);

        Assert.Equal(2, (await billing.ListRefundCasesAsync("ada", default)).Count);
        Assert.Single(await billing.ListRefundCasesAsync("bob", default));
    }

    [Fact]
    public async Task RefundCases_OutlastTheSystem()
    {
        var opened = await Load(Valid).OpenRefundCaseAsync("ada", new("B2", "C2", 2.5m, "r"), "key", default);

        Assert.Equal([opened], await Load(Valid).ListRefundCasesAsync("ada", default));
    }

    [Fact]
    public async Task OpenRefundCase_DatabaseGone_IsBillingUnavailable()
    {
        var billing = Load(Valid);
        await database.DisposeAsync();

        await Assert.ThrowsAsync<BillingUnavailableException>(() => billing.OpenRefundCaseAsync("ada", new("B2", "C2", 2.5m, "r"), "key", default));
    }

    private DemoBillingSystem Load(string json)
    {
        var path = Path.Combine(folder.Path, "accounts.json");
        File.WriteAllText(path, json);
        return Open(path);
    }

    private DemoBillingSystem Open(string path) => new(Options.Create(new BillingOptions { DemoAccounts = path }), database, TimeProvider.System);
}
