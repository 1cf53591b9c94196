namespace TelecomSupport.Billing.Dialogue;

/// <summary>What a customer can want of the billing dialogue.</summary>
internal enum Intent
{
    Plan,
    ContractEnd,
    Usage,
    Bill,
    BillDue,
    BillList,
    BillCopy,
    WhyChanged,
    Charge,
    Balance,
    Overdue,
    PaymentMethod,
    Pay,
    Credits,
    Duplicate,
    Refund,
    RefundStatus,

    // What only a colleague can do
    Arrange,
    Cancel,
    ChangePlan,
    Prices,
    AccountDetails,
}
