using System.Text.Json;
using TelecomSupport.Turns;

namespace TelecomSupport.Billing;

/// <summary>Calls the tools of <see cref="BillingTool"/> for the turn's customer and nobody else. Safe for concurrent use.</summary>
public sealed class BillingTools(IBillingSystem billing, TimeProvider time)
{
    /// <summary>How many of the newest bills are listed: two years of monthly ones.</summary>
    public const int MaxBills = 24;

    /// <summary>Charges are listed from so many of the newest bills.</summary>
    public const int MaxBillsWithCharges = 6;

    /// <returns>The tool's answer (<c>BillingAnswers.cs</c>), or why the call can't be made. A repeated call of the same turn and position has
    /// no second effect and the same answer.</returns>
    /// <exception cref="BillingUnavailableException">The billing system does not answer.</exception>
    public async Task<ToolResult> CallAsync(TurnRequest turn, ToolCall call, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var answer = await AnswerAsync(turn, call, cancellation);
        return new(
            call,
            answer is ToolErrorAnswer ? ToolStatus.Rejected : ToolStatus.Succeeded,
            JsonSerializer.SerializeToElement(answer, answer.GetType(), SupportJson.Options),
            (long)time.GetElapsedTime(start).TotalMilliseconds,
            answer is RefundAnswer { Opened: true } refund ? refund.Case.CaseId : null);
    }

    private async Task<object> AnswerAsync(TurnRequest turn, ToolCall call, CancellationToken cancellation)
    {
        var tool = BillingTool.All.FirstOrDefault(tool => tool.Name == call.Name);
        if (tool is null)
        {
            return new ToolErrorAnswer("There is no such tool.", ToolErrors.UnknownTool);
        }

        if (tool.Fault(call.Arguments) is { } fault)
        {
            return new ToolErrorAnswer(fault, ToolErrors.InvalidArguments);
        }

        var customer = turn.CustomerId;
        var account = await billing.FindAccountAsync(customer, cancellation);
        if (account is null)
        {
            return ToolErrors.UnknownCustomer;
        }

        if (tool == BillingTool.GetBalance)
        {
            return new BalanceAnswer(account.State, account.PaymentMethod, account.Balance, account.DueDate, account.Currency);
        }

        if (tool == BillingTool.GetSubscription || tool == BillingTool.GetUsage)
        {
            var products = await billing.ListProductsAsync(customer, cancellation);
            return tool == BillingTool.GetUsage
                ? Usage(products)
                : new SubscriptionAnswer(account.Currency, products.Sum(product => product.MonthlyPrice), products);
        }

        var bills = await billing.ListBillsAsync(customer, cancellation);
        if (tool == BillingTool.ListBills)
        {
            return new BillsAnswer(account.Currency, [.. bills.Take(MaxBills).Select(BillSummary.Of)]);
        }

        if (tool == BillingTool.ListCharges)
        {
            var products = await billing.ListProductsAsync(customer, cancellation);
            return new ChargesAnswer(account.Currency, [.. Charges(bills, products)]);
        }

        if (tool == BillingTool.ListRefundCases)
        {
            var cases = await billing.ListRefundCasesAsync(customer, cancellation);
            return new RefundCasesAnswer([.. cases.Select(refund => Line(refund, bills))]);
        }

        var billId = Argument(call, "bill_id");
        var index = billId is null ? 0 : bills.TakeWhile(bill => bill.Id != billId).Count();
        if (index >= bills.Count)
        {
            return new ToolErrorAnswer("The customer has no such bill.", ToolErrors.NotFound);
        }

        if (tool == BillingTool.GetBill)
        {
            return new BillAnswer(account.Currency, bills[index]);
        }

        if (tool == BillingTool.CompareBills)
        {
            return index + 1 < bills.Count
                ? BillComparison.Of(bills[index], bills[index + 1], account.Currency)
                : new ToolErrorAnswer("There is no earlier bill to compare it with.", ToolErrors.NotFound);
        }

        return await RefundAsync(turn, call, bills, bills[index], cancellation);
    }

    private async Task<object> RefundAsync(
        TurnRequest turn, ToolCall call, IReadOnlyList<CustomerBill> bills, CustomerBill bill, CancellationToken cancellation)
    {
        var chargeId = Argument(call, "charge_id");
        var charge = bill.Charges.FirstOrDefault(charge => charge.Id == chargeId);
        if (chargeId is not null && charge is null)
        {
            return new ToolErrorAnswer("There is no such charge on that bill.", ToolErrors.NotFound);
        }

        if (charge is null ? bill.AmountDue <= 0 : !Refundable(charge))
        {
            return new ToolErrorAnswer("There is nothing to refund in a credit, a tax line or an amount of zero.", ToolErrors.NotRefundable);
        }

        var key = $"{turn.TurnId}:{call.Position}";
        var request = new RefundRequest(bill.Id, chargeId, charge?.Amount ?? bill.AmountDue, Argument(call, "reason")!);
        var refund = await billing.OpenRefundCaseAsync(turn.CustomerId, request, key, cancellation);
        return new RefundAnswer(refund.CaseId == Ids.RefundCase(key), Line(refund, bills));
    }

    private static bool Refundable(Charge charge) => charge is { Amount: > 0, Type: not (ChargeType.Credit or ChargeType.Tax) };

    private static UsageAnswer Usage(IReadOnlyList<Product> products) =>
        new([.. products
            .Where(product => product.Allowances.Count > 0)
            .Select(product => new ProductUsage(
                product.Name,
                product.Status,
                [.. product.Allowances.Select(allowance => new AllowanceUsage(
                    allowance.Name,
                    allowance.Unit,
                    allowance.Included,
                    allowance.Used,
                    allowance.Included is { } included ? Math.Max(0, included - allowance.Used) : null))]))]);

    private static IEnumerable<ChargeLine> Charges(IReadOnlyList<CustomerBill> bills, IReadOnlyList<Product> products) =>
        from bill in bills.Take(MaxBillsWithCharges)
        from charge in bill.Charges
        select new ChargeLine(
            bill.Id,
            bill.BillDate,
            charge.Id,
            charge.Name,
            charge.Type,
            charge.Amount,
            charge.Date,
            products.FirstOrDefault(product => product.Id == charge.ProductId)?.Name,
            Refundable(charge));

    private static RefundCaseLine Line(RefundCase refund, IReadOnlyList<CustomerBill> bills)
    {
        var bill = bills.FirstOrDefault(bill => bill.Id == refund.BillId);
        return new(
            refund.CaseId,
            refund.BillId,
            bill?.BillDate,
            refund.ChargeId,
            bill?.Charges.FirstOrDefault(charge => charge.Id == refund.ChargeId)?.Name,
            refund.Amount,
            refund.Currency,
            refund.State,
            DateOnly.FromDateTime(refund.OpenedAt.UtcDateTime));
    }

    private static string? Argument(ToolCall call, string name) =>
        call.Arguments.TryGetProperty(name, out var value) ? value.GetString() : null;
}
