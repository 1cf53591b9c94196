using System.Text.Json;
using System.Text.Json.Serialization;
using TelecomSupport.Billing;

namespace TelecomSupport.Embedded.Billing;

/// <summary>The demo accounts' file: see <c>data/demo/accounts.json</c> for its shape.</summary>
internal sealed record DemoAccounts(int Version, string Currency, IReadOnlyList<DemoAccounts.Account> Accounts)
{
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = SupportJson.Configure(new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    /// <exception cref="InvalidDataException">The file is missing, malformed or contradicts itself; one line that says where.</exception>
    public static DemoAccounts Load(string path)
    {
        DemoAccounts accounts;
        try
        {
            using var file = File.OpenRead(path);
            accounts = JsonSerializer.Deserialize<DemoAccounts>(file, Json) ?? throw new JsonException("the file is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidDataException($"Billing:DemoAccounts: {path} can't be read: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }

        return accounts.Fault() is { } fault ? throw new InvalidDataException($"Billing:DemoAccounts: {path}: {fault}.") : accounts;
    }

    private string? Fault() =>
        Version != CurrentVersion ? $"version is {Version}, this program reads {CurrentVersion}"
        : Currency.Length != 3 ? "currency must be an ISO 4217 code"
        : Repeated(Accounts.Select(account => account.CustomerId)) is { } customer ? $"customer {customer} is there twice"
        : Accounts.Select(Fault).FirstOrDefault(fault => fault is not null);

    private static string? Fault(Account account)
    {
        var ids = account.Bills.Select(bill => bill.Id).Concat(account.Products.Select(product => product.Id));
        var fault = Repeated(ids) is { } id ? $"id {id} is there twice" : account.Bills.Select(Fault).FirstOrDefault(fault => fault is not null);
        return fault is null ? null : $"customer {account.CustomerId}: {fault}";
    }

    private static string? Fault(CustomerBill bill)
    {
        var sum = bill.Charges.Sum(charge => charge.Amount);
        var remaining = bill.RemainingAmount;
        var fault = sum != bill.AmountDue ? $"the charges add up to {sum}, amount_due is {bill.AmountDue}"
            : Repeated(bill.Charges.Select(charge => charge.Id)) is { } id ? $"charge {id} is there twice"
            : remaining < 0 || remaining > Math.Max(0, bill.AmountDue) ? $"remaining_amount is {remaining} of {bill.AmountDue}"
            : bill.State == BillState.Settled != (remaining == 0) ? $"state is {bill.State}, remaining_amount is {remaining}"
            : bill.PeriodEnd < bill.PeriodStart ? "the period ends before it starts"
            : bill.DueDate < bill.BillDate ? "it is due before its date"
            : null;
        return fault is null ? null : FormattableString.Invariant($"bill {bill.Id}: {fault}");
    }

    private static string? Repeated(IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return ids.FirstOrDefault(id => !seen.Add(id));
    }

    internal sealed record Account(
        string CustomerId,
        string Name,
        string Language,
        AccountDetails BillingAccount,
        IReadOnlyList<Product> Products,
        IReadOnlyList<CustomerBill> Bills);

    internal sealed record AccountDetails(string Id, AccountState State, string PaymentMethod, decimal Balance, DateOnly? DueDate);
}
