using System.Text.Json;
using TelecomSupport.Turns;

namespace TelecomSupport.Billing;

/// <summary>The tools that the billing agent may call, for the turn's customer and nobody else.</summary>
public sealed class BillingTools(IBillingSystem billing, TimeProvider time)
{
    /// <returns>The tool's answer, or why the call can't be made. A repeated call of the same turn and position has no second effect.</returns>
    /// <exception cref="BillingUnavailableException">The billing system does not answer.</exception>
    public async Task<ToolResult> CallAsync(TurnRequest turn, ToolCall call, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var account = await billing.FindAccountAsync(turn.CustomerId, cancellation);
        return new(call, ToolStatus.Succeeded, JsonSerializer.SerializeToElement(account, SupportJson.Options), (long)time.GetElapsedTime(start).TotalMilliseconds);
    }
}
