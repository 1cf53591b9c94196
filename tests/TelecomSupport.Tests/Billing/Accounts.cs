using TelecomSupport.Billing;

namespace TelecomSupport.Tests.Billing;

/// <summary>The customers of these tests. No figure or name of one is another's.</summary>
internal static class Accounts
{
    public const string Nora = "nora";
    public const string Emil = "emil";
    public const string Newcomer = "newcomer";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 30, 0, TimeSpan.Zero);

    public static InMemoryBilling All() => new(TimeProvider.System, NoraWith(Bills()), EmilOwing(), NewcomerWithoutBills());

    private static InMemoryBilling.Customer NoraWith(CustomerBill[] bills) => new(
        new("BA-1", Nora, AccountState.Active, "Direct debit", 71.40m, new(2026, 11, 28), "EUR"),
        [
            new("P-1", "Comet Max", ProductKind.Plan, ProductStatus.Active, 38.50m, new(2025, 4, 2), new(2027, 4, 1), [new("Data", "GB", 80, 61.5m), new("Calls", "minutes", null, 133)]),
            new("P-2", "Phone Guard", ProductKind.AddOn, ProductStatus.Active, 4.90m, new(2025, 4, 2), null, []),
        ],
        bills);

    private static CustomerBill[] Bills() =>
    [
        Bill(
            "NB-11",
            new(2026, 11, 14),
            BillState.Due,
            new("c1", "Comet Max", ChargeType.Recurring, 38.50m, new(2026, 10, 14), "P-1"),
            new("c2", "Phone Guard", ChargeType.Recurring, 4.90m, new(2026, 10, 14), "P-2"),
            new("c3", "Roaming data in Norway", ChargeType.Usage, 16.10m, new(2026, 10, 21), "P-1"),
            new("c4", "Replacement SIM", ChargeType.OneOff, 9.95m, new(2026, 10, 30), "P-1"),
            new("c5", "Replacement SIM", ChargeType.OneOff, 9.95m, new(2026, 10, 30), "P-1"),
            new("c6", "Loyalty discount", ChargeType.Credit, -8.00m, new(2026, 10, 14), null)),
        Bill(
            "NB-10",
            new(2026, 10, 14),
            BillState.Settled,
            new("c1", "Comet Max", ChargeType.Recurring, 38.50m, new(2026, 9, 14), "P-1"),
            new("c2", "Phone Guard", ChargeType.Recurring, 4.90m, new(2026, 9, 14), "P-2"),
            new("c3", "Late payment fee", ChargeType.OneOff, 6.00m, new(2026, 9, 29), null)),
        Bill(
            "NB-09",
            new(2026, 9, 14),
            BillState.Settled,
            new("c1", "Comet Max", ChargeType.Recurring, 38.50m, new(2026, 8, 14), "P-1"),
            new("c2", "Phone Guard", ChargeType.Recurring, 4.90m, new(2026, 8, 14), "P-2")),
    ];

    private static InMemoryBilling.Customer EmilOwing() => new(
        new("BA-2", Emil, AccountState.Suspended, "Bank transfer", 57.77m, new(2026, 9, 30), "EUR"),
        [new("Q-1", "Fjord Fibre", ProductKind.Broadband, ProductStatus.Suspended, 51.27m, new(2024, 2, 7), null, [])],
        [
            Bill(
                "EB-77",
                new(2026, 9, 16),
                BillState.Overdue,
                new("d1", "Fjord Fibre", ChargeType.Recurring, 51.27m, new(2026, 8, 16), "Q-1"),
                new("d2", "Postage", ChargeType.OneOff, 6.50m, new(2026, 8, 17), null)),
        ]);

    private static InMemoryBilling.Customer NewcomerWithoutBills() => new(
        new("BA-3", Newcomer, AccountState.Active, "Credit card", 0, null, "EUR"),
        [new("R-1", "Breeze", ProductKind.Plan, ProductStatus.Active, 12.25m, new(2026, 11, 19), new(2028, 11, 18), [])],
        []);

    private static CustomerBill Bill(string id, DateOnly date, BillState state, params Charge[] charges)
    {
        var amount = charges.Sum(charge => charge.Amount);
        return new(id, date, date.AddDays(14), date.AddMonths(-1), date.AddDays(-1), state, amount, state == BillState.Settled ? 0 : amount, charges);
    }
}
