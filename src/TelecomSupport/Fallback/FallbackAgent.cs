using TelecomSupport.Turns;

namespace TelecomSupport.Fallback;

public static class FallbackAgent
{
    public static readonly Agent Definition = new("fallback", "other", "anything else") { IsFallback = true };
}
