using TelecomSupport.Turns;

namespace TelecomSupport.Technical;

public static class TechnicalAgent
{
    public static readonly Agent Definition =
        new("technical", "technical", "internet, mobile, devices, e-mail and the developer API") { Retrieves = true };
}
