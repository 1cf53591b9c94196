namespace TelecomSupport.Billing.Dialogue.Phrases;

/// <summary>The dialogue's sentences in one language. <c>{0}</c>, <c>{1}</c> … are filled with values already in the language's form.</summary>
internal sealed record PhraseBook
{
    // The conversation
    public required string Unavailable { get; init; }
    public required string NoAccount { get; init; }
    public required string Unclear { get; init; }
    public required string OfferColleague { get; init; }
    public required string Gladly { get; init; }
    public required string LeftAsItIs { get; init; }

    // Plan: {0} name, {1} price, {2} date
    public required string PlanIs { get; init; }
    public required string NoPlan { get; init; }
    public required string ContractUntil { get; init; }
    public required string ContractOpen { get; init; }
    public required string OtherProducts { get; init; }
    public required string ProductLine { get; init; }
    public required string BeingCancelled { get; init; }
    public required string Suspended { get; init; }
    public required string MonthlyTotal { get; init; }
    public required string Includes { get; init; }
    public required string Unlimited { get; init; }

    // Usage: {0} name, {1} used, {2} included, {3} remaining
    public required string UsageOf { get; init; }
    public required string UsageLine { get; init; }
    public required string UsageAllUsed { get; init; }
    public required string UsageUnlimited { get; init; }
    public required string NoAllowances { get; init; }
    public required string UsageOnlyNow { get; init; }

    // Bills: {0} bill date, {1} amount, {2} and {3} period
    public required string BillIs { get; init; }
    public required string BillPaid { get; init; }
    public required string BillDue { get; init; }
    public required string BillOverdue { get; init; }
    public required string BillPartlyPaid { get; init; }
    public required string BillNothing { get; init; }
    public required string ChargesOnIt { get; init; }
    public required string NoBills { get; init; }
    public required string NoSuchBill { get; init; }
    public required string BillsAre { get; init; }
    public required string BillLine { get; init; }
    public required string WordPaid { get; init; }
    public required string WordDue { get; init; }
    public required string WordOverdue { get; init; }
    public required string WordPartlyPaid { get; init; }
    public required string NoCopy { get; init; }

    // Comparison: {0} bill date, {1} amount, {2} difference, {3} previous date, {4} previous amount
    public required string Higher { get; init; }
    public required string Lower { get; init; }
    public required string Same { get; init; }
    public required string WhatChanged { get; init; }
    public required string ChangeNew { get; init; }
    public required string ChangeGone { get; init; }
    public required string ChangeInstead { get; init; }
    public required string NothingToCompare { get; init; }
    public required string TellWhichIsWrong { get; init; }

    // Account
    public required string Owe { get; init; }
    public required string OweBy { get; init; }
    public required string OweSince { get; init; }
    public required string OweNothing { get; init; }
    public required string InCredit { get; init; }
    public required string OpenBills { get; init; }
    public required string AccountSuspended { get; init; }
    public required string NothingOverdue { get; init; }
    public required string PaymentMethodIs { get; init; }

    // Charges: {0} name, {1} amount, {2} date, {3} bill date
    public required string ChargeIs { get; init; }
    public required string IsRecurring { get; init; }
    public required string IsUsage { get; init; }
    public required string IsOneOff { get; init; }
    public required string IsCredit { get; init; }
    public required string IsTax { get; init; }
    public required string BelongsTo { get; init; }
    public required string NoSuchCharge { get; init; }
    public required string ShallIOpen { get; init; }
    public required string NoDuplicates { get; init; }
    public required string Duplicates { get; init; }
    public required string CreditsAre { get; init; }
    public required string NoCredits { get; init; }

    // Refunds: {0} case, {1} charge, {2} amount, {3} bill date
    public required string WhichRefund { get; init; }
    public required string RefundOpened { get; init; }
    public required string RefundExists { get; init; }
    public required string RefundNext { get; init; }
    public required string NotRefundable { get; init; }
    public required string NothingToRefund { get; init; }
    public required string NoCases { get; init; }
    public required string CasesAre { get; init; }
    public required string CaseLine { get; init; }
    public required string WholeBill { get; init; }
    public required string WordAcknowledged { get; init; }
    public required string WordInProgress { get; init; }
    public required string WordResolved { get; init; }
    public required string WordRejected { get; init; }
    public required string AskForRefund { get; init; }

    // What only a colleague can do
    public required string CantCancel { get; init; }
    public required string CantChangePlan { get; init; }
    public required string CantChangePayment { get; init; }
    public required string CantTakePayment { get; init; }
    public required string CantArrange { get; init; }
    public required string CantChangeDetails { get; init; }
    public required string NoPrices { get; init; }
}
