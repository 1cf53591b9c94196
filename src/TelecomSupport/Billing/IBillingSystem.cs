namespace TelecomSupport.Billing;

/// <summary>
/// The operator's billing system, in the words of the TM Forum Open APIs (TMF637 product inventory, TMF678 customer bill, TMF621 trouble
/// ticket). Every call is for one customer, and sees nobody else's data. Safe for concurrent use.
/// Throws <see cref="BillingUnavailableException"/> when the system does not answer.
/// </summary>
public interface IBillingSystem
{
    /// <returns>The customer's account, or null when they have none.</returns>
    Task<BillingAccount?> FindAccountAsync(string customerId, CancellationToken cancellation);

    /// <returns>What the customer has, active products first.</returns>
    Task<IReadOnlyList<Product>> ListProductsAsync(string customerId, CancellationToken cancellation);

    /// <returns>Newest first.</returns>
    Task<IReadOnlyList<CustomerBill>> ListBillsAsync(string customerId, CancellationToken cancellation);

    /// <summary>
    /// Opens a refund case. When the customer already has one for the same charge, for its whole bill, or (asking for a whole bill) for any of
    /// its charges, and it was not rejected, that one is returned and nothing is opened; so is a charge never refunded twice.
    /// </summary>
    /// <param name="idempotencyKey">Makes the new case's id (<see cref="Ids.RefundCase"/>); asking again with the same key returns the same
    /// case and opens nothing.</param>
    Task<RefundCase> OpenRefundCaseAsync(string customerId, RefundRequest request, string idempotencyKey, CancellationToken cancellation);

    /// <returns>Newest first.</returns>
    Task<IReadOnlyList<RefundCase>> ListRefundCasesAsync(string customerId, CancellationToken cancellation);
}

/// <summary>The billing system did not answer, or answered with a fault of its own.</summary>
public sealed class BillingUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
