using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Http.Access;

/// <summary>Section <c>RateLimit</c>.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>How many messages a customer may send in any 60 seconds; 0 for no limit. Default 10.</summary>
    [Range(0, 10_000, ErrorMessage = "RateLimit:RequestsPerMinute takes a whole number from 0 (no limit) to 10000.")]
    public int RequestsPerMinute { get; set; } = 10;
}
