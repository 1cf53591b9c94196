using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelecomSupport.Billing;

/// <summary>A wish to call a billing tool. Nothing in it says who the customer is: that comes from the turn.</summary>
/// <param name="Position">The call's place among the turn's calls, from 0; with the turn id it makes the idempotency key.</param>
/// <param name="Name">The tool's name, such as <c>get_subscription</c>.</param>
/// <param name="Arguments">A JSON object.</param>
public sealed record ToolCall(int Position, string Name, JsonElement Arguments);

/// <summary>What a tool returned, or why it did not.</summary>
/// <param name="Content">A JSON object: the tool's answer when it succeeded, else <c>{"error": …}</c>.</param>
/// <param name="CaseId">The refund case that the call opened, or null.</param>
public sealed record ToolResult(ToolCall Call, ToolStatus Status, JsonElement Content, long DurationMs, string? CaseId = null)
{
    [JsonIgnore]
    public ToolCallSummary Summary => new(Call.Name, Status, DurationMs);

    /// <summary>The billing system did not answer the call, retries included.</summary>
    public static ToolResult Unavailable(ToolCall call) =>
        new(call, ToolStatus.Failed, JsonSerializer.SerializeToElement(new { error = "The billing system does not answer." }), 0);
}

/// <summary>A tool call as the customer sees it.</summary>
public sealed record ToolCallSummary(string Name, ToolStatus Status, long DurationMs);

public enum ToolStatus
{
    Succeeded,

    /// <summary>The call was not one that can be made: an unknown tool, malformed arguments, something not found.</summary>
    Rejected,

    /// <summary>The billing system did not answer after retries.</summary>
    Failed,
}
