namespace TelecomSupport.Billing;

// What the tools return, as JSON in a ToolResult's content. Every figure that a reply may state is in here, differences and sums included.

/// <param name="Balance">What is owed now; negative for a credit.</param>
public sealed record BalanceAnswer(AccountState State, string PaymentMethod, decimal Balance, DateOnly? DueDate, string Currency);

/// <param name="MonthlyTotal">The sum of the products' monthly prices.</param>
public sealed record SubscriptionAnswer(string Currency, decimal MonthlyTotal, IReadOnlyList<Product> Products);

public sealed record UsageAnswer(IReadOnlyList<ProductUsage> Products);

public sealed record ProductUsage(string Product, ProductStatus Status, IReadOnlyList<AllowanceUsage> Allowances);

/// <param name="Included">Null for unlimited.</param>
/// <param name="Remaining">Null for unlimited; never negative.</param>
public sealed record AllowanceUsage(string Name, string Unit, decimal? Included, decimal Used, decimal? Remaining);

public sealed record BillsAnswer(string Currency, IReadOnlyList<BillSummary> Bills);

public sealed record BillSummary(
    string Id, DateOnly BillDate, DateOnly DueDate, DateOnly PeriodStart, DateOnly PeriodEnd, BillState State, decimal AmountDue, decimal RemainingAmount)
{
    public static BillSummary Of(CustomerBill bill) =>
        new(bill.Id, bill.BillDate, bill.DueDate, bill.PeriodStart, bill.PeriodEnd, bill.State, bill.AmountDue, bill.RemainingAmount);
}

public sealed record BillAnswer(string Currency, CustomerBill Bill);

/// <param name="Difference">The bill's amount minus the previous one's.</param>
/// <param name="Changes">The charges that make up the difference, the largest first; they add up to it.</param>
public sealed record ComparisonAnswer(
    string Currency, BillSummary Bill, BillSummary Previous, decimal Difference, IReadOnlyList<ChargeChange> Changes);

/// <summary>All charges of one name, on a bill against the one before it.</summary>
/// <param name="Amount">Null when the charge is gone.</param>
/// <param name="PreviousAmount">Null when the charge is new.</param>
/// <param name="ChargeIds">Those on the newer bill.</param>
public sealed record ChargeChange(
    string Name, ChargeType Type, decimal? Amount, decimal? PreviousAmount, decimal Difference, IReadOnlyList<string> ChargeIds);

/// <param name="Charges">Newest bill first, in each bill's order.</param>
public sealed record ChargesAnswer(string Currency, IReadOnlyList<ChargeLine> Charges);

/// <param name="Product">The name of the product that it belongs to, when the customer still has it.</param>
/// <param name="Refundable">False for credits and tax: what they belong to is what a refund is asked for.</param>
public sealed record ChargeLine(
    string BillId, DateOnly BillDate, string Id, string Name, ChargeType Type, decimal Amount, DateOnly Date, string? Product, bool Refundable);

/// <param name="Opened">False when the charge already had a case, which is this one.</param>
public sealed record RefundAnswer(bool Opened, RefundCaseLine Case);

public sealed record RefundCasesAnswer(IReadOnlyList<RefundCaseLine> Cases);

/// <param name="ChargeName">Null for a whole bill.</param>
public sealed record RefundCaseLine(
    string CaseId,
    string BillId,
    DateOnly? BillDate,
    string? ChargeId,
    string? ChargeName,
    decimal Amount,
    string Currency,
    RefundState State,
    DateOnly OpenedOn);

/// <summary>Why a call was rejected.</summary>
/// <param name="Error">A sentence for the caller.</param>
/// <param name="Code">One of <see cref="ToolErrors"/>.</param>
public sealed record ToolErrorAnswer(string Error, string Code);

public static class ToolErrors
{
    public const string UnknownTool = "unknown_tool";
    public const string InvalidArguments = "invalid_arguments";
    public const string NoAccount = "no_account";
    public const string NotFound = "not_found";
    public const string NotRefundable = "not_refundable";

    /// <summary>The answer when the customer has no account.</summary>
    public static readonly ToolErrorAnswer UnknownCustomer = new("The customer has no billing account.", NoAccount);

    /// <returns>Whether the call was rejected because the customer has no account.</returns>
    public static bool IsUnknownCustomer(ToolResult result) =>
        result.Status == ToolStatus.Rejected && result.Content.TryGetProperty("code", out var code) && code.ValueEquals(NoAccount);
}
