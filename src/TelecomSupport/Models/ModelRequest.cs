using Microsoft.Extensions.AI;

namespace TelecomSupport.Models;

/// <summary>The options of a request made here, with what the decorators go by. None of the additions is sent.</summary>
/// <param name="prompt">Which prompt it is made of; also sets the token limit and the temperature.</param>
/// <param name="budget">How long the answer may take, retries included.</param>
internal sealed class ModelRequest(Prompt prompt, TimeSpan budget) : ChatOptions
{
    public Prompt Prompt { get; } = prompt;

    public TimeSpan Budget { get; } = budget;

    /// <summary>What an answer must be equal for to be used again; null when it must not be.</summary>
    public string? CacheKey { get; init; }

    /// <summary>Whether an answer is worth keeping.</summary>
    public Func<ChatResponse, bool> Accepts { get; set; } = _ => true;

    public static ModelRequest For(Prompt prompt, TimeSpan budget, string? cacheKey = null) => new(prompt, budget)
    {
        CacheKey = cacheKey,
        MaxOutputTokens = prompt.MaxOutputTokens,
        Temperature = prompt.Temperature,
    };
}
