namespace TelecomSupport.Billing;

/// <param name="Balance">What is owed now, in <paramref name="Currency"/>; negative for a credit.</param>
/// <param name="Currency">ISO 4217 code; every amount of the account is in it.</param>
public sealed record BillingAccount(
    string Id, string CustomerId, AccountState State, string PaymentMethod, decimal Balance, DateOnly? DueDate, string Currency);

public enum AccountState
{
    Active,
    Suspended,
}

public sealed record Product(
    string Id,
    string Name,
    ProductKind Kind,
    ProductStatus Status,
    decimal MonthlyPrice,
    DateOnly StartDate,
    DateOnly? ContractEnd,
    IReadOnlyList<Allowance> Allowances);

public enum ProductKind
{
    Plan,
    AddOn,
    Device,
    Tv,
    Broadband,
}

public enum ProductStatus
{
    Active,
    PendingTerminate,
    Suspended,
}

/// <param name="Included">Null for unlimited.</param>
/// <param name="Used">In the running billing period.</param>
public sealed record Allowance(string Name, string Unit, decimal? Included, decimal Used);

/// <param name="AmountDue">The bill's total, tax included.</param>
/// <param name="RemainingAmount">What of it is still to be paid.</param>
public sealed record CustomerBill(
    string Id,
    DateOnly BillDate,
    DateOnly DueDate,
    DateOnly PeriodStart,
    DateOnly PeriodEnd,
    BillState State,
    decimal AmountDue,
    decimal RemainingAmount,
    IReadOnlyList<Charge> Charges);

public enum BillState
{
    Settled,
    Due,
    Overdue,
    PartiallyPaid,
}

/// <summary>One applied billing rate (TMF678 <c>AppliedCustomerBillingRate</c>).</summary>
public sealed record Charge(string Id, string Name, ChargeType Type, decimal Amount, DateOnly Date, string? ProductId);

public enum ChargeType
{
    Recurring,
    Usage,
    OneOff,
    Credit,
    Tax,
}

/// <param name="BillId">The bill that the charge stands on.</param>
/// <param name="ChargeId">Null for the whole bill.</param>
public sealed record RefundRequest(string BillId, string? ChargeId, decimal Amount, string Reason);

/// <param name="CaseId"><c>REF-…</c>.</param>
public sealed record RefundCase(
    string CaseId, string BillId, string? ChargeId, decimal Amount, string Currency, string Reason, RefundState State, DateTimeOffset OpenedAt);

public enum RefundState
{
    Acknowledged,
    InProgress,
    Resolved,
    Rejected,
}
