namespace TelecomSupport.Billing;

internal static class BillComparison
{
    /// <summary>Compares charge by charge, charges of one name taken together.</summary>
    public static ComparisonAnswer Of(CustomerBill bill, CustomerBill previous, string currency)
    {
        var before = Totals(previous);
        var now = Totals(bill);
        var changes =
            from name in now.Keys.Union(before.Keys)
            let after = now.GetValueOrDefault(name)
            let earlier = before.GetValueOrDefault(name)
            let difference = (after?.Amount ?? 0) - (earlier?.Amount ?? 0)
            where difference != 0
            orderby Math.Abs(difference) descending
            select new ChargeChange(name, (after ?? earlier)!.Type, after?.Amount, earlier?.Amount, difference, after?.Ids ?? []);
        return new(currency, BillSummary.Of(bill), BillSummary.Of(previous), bill.AmountDue - previous.AmountDue, [.. changes]);
    }

    private static Dictionary<string, Total> Totals(CustomerBill bill) =>
        bill.Charges
            .GroupBy(charge => charge.Name, StringComparer.Ordinal)
            .ToDictionary(
                charges => charges.Key,
                charges => new Total(charges.First().Type, charges.Sum(charge => charge.Amount), [.. charges.Select(charge => charge.Id)]),
                StringComparer.Ordinal);

    private sealed record Total(ChargeType Type, decimal Amount, IReadOnlyList<string> Ids);
}
