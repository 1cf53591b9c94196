using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Billing;

/// <summary>Section <c>Billing</c>.</summary>
public sealed class BillingOptions
{
    public const string Section = "Billing";

    /// <summary>Which billing system answers. Default <see cref="BillingProvider.Demo"/>.</summary>
    public BillingProvider Provider { get; set; } = BillingProvider.Demo;

    /// <summary>The demo accounts' file, relative to the current directory. Default <c>data/demo/accounts.json</c>.</summary>
    [Required(ErrorMessage = "Billing:DemoAccounts takes the path of a JSON file.")]
    public string DemoAccounts { get; set; } = "data/demo/accounts.json";
}

public enum BillingProvider
{
    /// <summary>Accounts from a file; refund cases are kept.</summary>
    Demo,
}
