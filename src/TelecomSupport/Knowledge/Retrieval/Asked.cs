using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Reads from a question's wording what kind of fact would answer it.</summary>
internal static partial class Asked
{
    public static UnitFacts For(string text, List<Token> words)
    {
        if (words.Count == 0)
        {
            return UnitFacts.None;
        }

        var asks = UnitFacts.None;
        asks |= Duration().IsMatch(text) ? UnitFacts.Duration : 0;
        asks |= Money().IsMatch(text) ? UnitFacts.Money : 0;
        asks |= Number().IsMatch(text) ? UnitFacts.Number : 0;
        asks |= Reason().IsMatch(text) ? UnitFacts.Reason : 0;
        asks |= Place().IsMatch(text) ? UnitFacts.Place : 0;
        asks |= Mass().IsMatch(text) ? UnitFacts.Mass : 0;
        asks |= Distance().IsMatch(text) ? UnitFacts.Distance : 0;
        asks |= Temperature().IsMatch(text) ? UnitFacts.Temperature : 0;
        asks |= Power().IsMatch(text) ? UnitFacts.Power : 0;
        asks |= DataSize().IsMatch(text) ? UnitFacts.DataSize : 0;
        asks |= Speed().IsMatch(text) ? UnitFacts.Speed : 0;
        asks |= Colour().IsMatch(text) ? UnitFacts.Colour : 0;
        asks |= Sound().IsMatch(text) ? UnitFacts.Sound : 0;
        asks |= Share().IsMatch(text) ? UnitFacts.Share : 0;
        asks |= asks == UnitFacts.None && Procedure().IsMatch(text) ? UnitFacts.Procedure : 0;
        return asks;
    }

    [GeneratedRegex(@"\bhow (long|soon|often|quickly|fast (does|will|is))\b|^\W*(and |so )?when\b|\b(since|until|till|from|know|say|tell me) when\b|\bwhen (does|do|will|is|are|can|did|should) (it|you|the|my|i|we)\b.*\?|\bhow (many|much) (time|seconds|minutes|hours|days|weeks|months)\b|\b(time limit|expir|valid|deadline|duration|lifetime)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\bhow much (is|does|do|are|will|would|for|to)\b|\b(cost|costs|price|prices|fee|fees|expensive|cheap|free|charged?|pay)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Money();

    [GeneratedRegex(@"\bhow (many|big|large|high|fast|far|small|strong)\b|\b(maximum|minimum|max|min|limit|at most|at least|number of|size)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\bwhy\b|\bhow come\b|\breason\b|\bwhat causes?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reason();

    [GeneratedRegex(@"\b(weighs?|weight|heavy|heavier|kilos?|kg)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mass();

    [GeneratedRegex(@"\bhow (tall|wide|deep|far|thick|high)\b|\b(dimensions?|height|width|depth|distance|thickness|diameter|inch(es)?|metres?|meters|centimet\w*|millimet\w*)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Distance();

    [GeneratedRegex(@"\b(temperatures?|how (hot|cold|warm)|degrees|celsius)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Temperature();

    [GeneratedRegex(@"\b(watts?|kwh|power (use|consumption|draw)|electricity|volts?|amps?|voltage|wattage)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Power();

    [GeneratedRegex(@"\b(gigabytes?|megabytes?|[kmgt]b|disk space|capacity|how (big|large))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DataSize();

    [GeneratedRegex(@"\b(how fast|speed|mbit|mbps|gbit|bandwidth)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Speed();

    [GeneratedRegex(@"\b(what|which) colou?rs?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Colour();

    [GeneratedRegex(@"\b(how (loud|noisy)|noise|decibels?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sound();

    [GeneratedRegex(@"\b(per ?cent|percentage|proportion)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Share();

    [GeneratedRegex(@"\bwhere\b|\bwhich (page|menu|setting|address|url|server|port)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"\bhow (do|can|to|should|would|could|does one|did)\b|\b(steps|guide|instructions|set ?up|configure|install|activate|help me)\b|\bi (want|need|would like|d like|'d like) to\b|\b(can|could) i\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Procedure();
}
