using TelecomSupport.Turns;

namespace TelecomSupport.Billing;

public static class BillingAgent
{
    public static readonly Agent Definition = new("billing", "billing", "your plan, bills, charges and refunds") { CallsTools = true };
}
