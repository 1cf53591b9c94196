using System.Text.Json;
using Microsoft.Extensions.Options;
using TelecomSupport.Billing;
using TelecomSupport.Embedded.Storage;

namespace TelecomSupport.Embedded.Billing;

/// <summary>A billing system over the accounts of <see cref="BillingOptions.DemoAccounts"/>, read once; its refund cases are kept in the database.</summary>
public sealed class DemoBillingSystem : IBillingSystem
{
    private readonly SqliteDatabase database;
    private readonly TimeProvider time;
    private readonly string currency;
    private readonly Dictionary<string, DemoAccounts.Account> accounts;

    /// <exception cref="InvalidDataException">The accounts' file is missing, malformed or contradicts itself; one line that says where.</exception>
    public DemoBillingSystem(IOptions<BillingOptions> options, SqliteDatabase database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
        var file = DemoAccounts.Load(options.Value.DemoAccounts);
        currency = file.Currency;
        accounts = file.Accounts.ToDictionary(
            account => account.CustomerId,
            account => account with
            {
                Products = [.. account.Products.OrderBy(product => product.Status != ProductStatus.Active)],
                Bills = [.. account.Bills.OrderByDescending(bill => bill.BillDate)],
            },
            StringComparer.Ordinal);
    }

    public Task<BillingAccount?> FindAccountAsync(string customerId, CancellationToken cancellation)
    {
        var details = accounts.GetValueOrDefault(customerId)?.BillingAccount;
        return Task.FromResult(details is null
            ? null
            : new BillingAccount(details.Id, customerId, details.State, details.PaymentMethod, details.Balance, details.DueDate, currency));
    }

    public Task<IReadOnlyList<Product>> ListProductsAsync(string customerId, CancellationToken cancellation) =>
        Task.FromResult(accounts.GetValueOrDefault(customerId)?.Products ?? []);

    public Task<IReadOnlyList<CustomerBill>> ListBillsAsync(string customerId, CancellationToken cancellation) =>
        Task.FromResult(accounts.GetValueOrDefault(customerId)?.Bills ?? []);

    public async Task<RefundCase> OpenRefundCaseAsync(
        string customerId, RefundRequest request, string idempotencyKey, CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(session => Open(session, customerId, request, idempotencyKey), durable: true, cancellation);
        }
        catch (StorageUnavailableException exception)
        {
            throw new BillingUnavailableException("The refund case could not be kept.", exception);
        }
    }

    public async Task<IReadOnlyList<RefundCase>> ListRefundCasesAsync(string customerId, CancellationToken cancellation)
    {
        try
        {
            return await database.ReadAsync<IReadOnlyList<RefundCase>>(session => List(session, customerId), cancellation);
        }
        catch (StorageUnavailableException exception)
        {
            throw new BillingUnavailableException("The refund cases can't be read.", exception);
        }
    }

    private RefundCase Open(SqliteSession session, string customerId, RefundRequest request, string idempotencyKey)
    {
        var caseId = Ids.RefundCase(idempotencyKey);
        var existing = List(session, customerId);
        var found = existing.Find(refund => refund.CaseId == caseId)
            ?? existing.Find(refund => refund.State != RefundState.Rejected && Overlap(refund, request));
        if (found is not null)
        {
            return found;
        }

        var opened = new RefundCase(
            caseId, request.BillId, request.ChargeId, request.Amount, currency, request.Reason, RefundState.Acknowledged, time.GetUtcNow());
        session.Execute(
            "INSERT INTO refund_cases (idempotency_key, case_id, customer_id, opened_at, refund) VALUES ($1, $2, $3, $4, $5)",
            idempotencyKey,
            caseId,
            customerId,
            opened.OpenedAt.UtcTicks,
            JsonSerializer.Serialize(opened, SupportJson.Options));
        return opened;
    }

    private static List<RefundCase> List(SqliteSession session, string customerId) =>
        session.All(
            "SELECT refund FROM refund_cases WHERE customer_id = $1 ORDER BY opened_at DESC, case_id",
            row => JsonSerializer.Deserialize<RefundCase>(row.GetString(0), SupportJson.Options)!,
            customerId);

    private static bool Overlap(RefundCase refund, RefundRequest request) =>
        refund.BillId == request.BillId
        && (refund.ChargeId is null || request.ChargeId is null || refund.ChargeId == request.ChargeId);
}
