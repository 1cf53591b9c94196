namespace TelecomSupport.Models;

/// <summary>Why a language model gave nothing to use.</summary>
public enum ModelFailure
{
    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>Status 429, or still within the time that an earlier one asked to wait.</summary>
    Throttled,

    /// <summary>A status from 500 on.</summary>
    ServerError,

    /// <summary>Status 401 or 403, or no identity to call with.</summary>
    Denied,

    /// <summary>Any other status that refuses the request, such as 400 for one that is too long.</summary>
    Rejected,

    /// <summary>The provider's content filter held back the request or the answer.</summary>
    Filtered,

    /// <summary>The answer ended at its limit of tokens.</summary>
    Truncated,

    /// <summary>What came back is not the protocol, is empty, or fails the check of its use.</summary>
    Unusable,

    /// <summary>The circuit is open: nothing was asked.</summary>
    CircuitOpen,

    /// <summary>No free slot within the time allowed.</summary>
    Busy,
}

/// <summary>The one exception of the clients in this namespace for a model that can't be used. Its message quotes neither request nor answer.</summary>
/// <param name="detail">What is known of it, such as the status.</param>
/// <param name="retryAfter">How long the server asked to wait, or null.</param>
public sealed class ModelException(ModelFailure failure, string? detail = null, TimeSpan? retryAfter = null)
    : Exception(detail is null ? $"The language model can't be used: {failure}." : $"The language model can't be used: {failure} ({detail}).")
{
    public ModelFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
