using System.Text.Json;

namespace TelecomSupport.Billing;

/// <summary>A billing tool as a composer, or a language model, sees it. None takes a customer: whose data it is comes from the turn.</summary>
/// <param name="Description">What it answers and when to call it.</param>
/// <param name="Parameters">All of them strings.</param>
public sealed record BillingTool(string Name, string Description, IReadOnlyList<ToolParameter> Parameters)
{
    private static readonly ToolParameter OptionalBill = new("bill_id", "A bill's id as list_bills gives it; the newest bill when left out.");

    public static readonly BillingTool GetBalance = new(
        "get_balance", "What the customer owes now and by when, how they pay, and whether the account is active or suspended.", []);

    public static readonly BillingTool GetSubscription = new(
        "get_subscription", "The customer's plan and other products: status, monthly price, contract end, what is included.", []);

    public static readonly BillingTool GetUsage = new(
        "get_usage", "Allowances of the running billing period: included, used and remaining.", []);

    public static readonly BillingTool ListBills = new(
        "list_bills", "The customer's bills, newest first, without their charges: dates, state, amount due and what remains to be paid.", []);

    public static readonly BillingTool GetBill = new("get_bill", "One bill with its charges.", [OptionalBill]);

    public static readonly BillingTool CompareBills = new(
        "compare_bills", "A bill against the one before it: the difference, and which charges are new, gone or changed.", [OptionalBill]);

    public static readonly BillingTool ListCharges = new(
        "list_charges", "The charges on the newest bills, each with its bill and whether a refund can be asked for. For finding a charge by name, amount or date.", []);

    public static readonly BillingTool OpenRefundCase = new(
        "open_refund_case",
        "Opens a refund case for a charge, or for a whole bill, when the customer has asked for it. A charge that has an open case keeps that one.",
        [
            new("bill_id", "The bill that the charge stands on.") { Required = true },
            new("charge_id", "The charge's id; left out for the whole bill."),
            new("reason", "Why, in the customer's words.") { Required = true },
        ]);

    public static readonly BillingTool ListRefundCases = new("list_refund_cases", "The customer's refund cases and their state, newest first.", []);

    public static readonly IReadOnlyList<BillingTool> All =
    [
        GetBalance, GetSubscription, GetUsage, ListBills, GetBill, CompareBills, ListCharges, OpenRefundCase, ListRefundCases,
    ];

    /// <summary>The arguments' JSON Schema (2020-12): an object that takes nothing but <see cref="Parameters"/>.</summary>
    public JsonElement Schema { get; } = JsonSerializer.SerializeToElement(
        new
        {
            type = "object",
            properties = Parameters.ToDictionary(
                parameter => parameter.Name,
                parameter => new
                {
                    type = "string",
                    description = parameter.Description,
                    minLength = 1,
                    maxLength = ToolParameter.MaxLength,
                }),
            required = Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name),
            additionalProperties = false,
        });

    /// <returns>What is wrong with the arguments, as a sentence for the caller, or null.</returns>
    public string? Fault(JsonElement arguments)
    {
        if (arguments.ValueKind != JsonValueKind.Object)
        {
            return "The arguments must be a JSON object.";
        }

        foreach (var argument in arguments.EnumerateObject())
        {
            if (!Parameters.Any(parameter => parameter.Name == argument.Name))
            {
                return NamesCustomer(argument.Name)
                    ? $"{Name} takes no '{argument.Name}': it always answers for the customer of this conversation."
                    : $"{Name} takes no '{argument.Name}'.";
            }

            if (argument.Value.ValueKind != JsonValueKind.String
                || argument.Value.GetString() is not { } text
                || string.IsNullOrWhiteSpace(text)
                || text.Length > ToolParameter.MaxLength)
            {
                return $"'{argument.Name}' must be a string of 1 to {ToolParameter.MaxLength} characters.";
            }
        }

        var missing = Parameters.FirstOrDefault(parameter => parameter.Required && !arguments.TryGetProperty(parameter.Name, out _));
        return missing is null ? null : $"{Name} needs '{missing.Name}'.";
    }

    private static bool NamesCustomer(string argument) =>
        argument.Contains("customer", StringComparison.OrdinalIgnoreCase)
        || argument.Contains("user", StringComparison.OrdinalIgnoreCase)
        || argument.Contains("account", StringComparison.OrdinalIgnoreCase);
}

public sealed record ToolParameter(string Name, string Description)
{
    /// <summary>The longest argument, in UTF-16 units.</summary>
    public const int MaxLength = 500;

    public bool Required { get; init; }
}
