using TelecomSupport.Billing;

namespace TelecomSupport.Tests.Billing;

/// <summary>A billing system over a test's own customers.</summary>
internal sealed class InMemoryBilling(TimeProvider time, params InMemoryBilling.Customer[] customers) : IBillingSystem
{
    private readonly Dictionary<string, List<RefundCase>> cases = [];

    /// <summary>While set, every call fails.</summary>
    public bool IsDown { get; set; }

    public int CasesOf(string customerId) => cases.GetValueOrDefault(customerId)?.Count ?? 0;

    public Task<BillingAccount?> FindAccountAsync(string customerId, CancellationToken cancellation) => Answer(Find(customerId)?.Account);

    public Task<IReadOnlyList<Product>> ListProductsAsync(string customerId, CancellationToken cancellation) =>
        Answer<IReadOnlyList<Product>>(Find(customerId)?.Products ?? []);

    public Task<IReadOnlyList<CustomerBill>> ListBillsAsync(string customerId, CancellationToken cancellation) =>
        Answer<IReadOnlyList<CustomerBill>>([.. (Find(customerId)?.Bills ?? []).OrderByDescending(bill => bill.BillDate)]);

    public Task<RefundCase> OpenRefundCaseAsync(string customerId, RefundRequest request, string idempotencyKey, CancellationToken cancellation)
    {
        var existing = cases.TryGetValue(customerId, out var list) ? list : cases[customerId] = [];
        var caseId = Ids.RefundCase(idempotencyKey);
        var found = existing.Find(refund => refund.CaseId == caseId)
            ?? existing.Find(refund => refund.State != RefundState.Rejected
                && refund.BillId == request.BillId
                && (refund.ChargeId is null || request.ChargeId is null || refund.ChargeId == request.ChargeId));
        if (found is null)
        {
            found = new(caseId, request.BillId, request.ChargeId, request.Amount, "EUR", request.Reason, RefundState.Acknowledged, time.GetUtcNow());
            existing.Insert(0, found);
        }

        return Answer(found);
    }

    public Task<IReadOnlyList<RefundCase>> ListRefundCasesAsync(string customerId, CancellationToken cancellation) =>
        Answer<IReadOnlyList<RefundCase>>([.. cases.GetValueOrDefault(customerId) ?? []]);

    private Customer? Find(string customerId) => customers.FirstOrDefault(customer => customer.Account.CustomerId == customerId);

    private Task<T> Answer<T>(T answer) =>
        IsDown ? Task.FromException<T>(new BillingUnavailableException("down for the test")) : Task.FromResult(answer);

    internal sealed record Customer(BillingAccount Account, IReadOnlyList<Product> Products, IReadOnlyList<CustomerBill> Bills);
}
