using System.Text.RegularExpressions;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Kinds of facts that a piece of text states, or that a question asks for.</summary>
[Flags]
internal enum UnitFacts
{
    None = 0,
    Number = 1,
    Duration = 2,
    Money = 4,
    Reason = 8,
    Procedure = 16,
    Place = 32,
    Mass = 64,
    Distance = 128,
    Temperature = 256,
    Power = 512,
    DataSize = 1024,
    Speed = 2048,
    Colour = 4096,
    Sound = 8192,
    Share = 16384,
}

internal static partial class UnitFact
{
    private static readonly HashSet<string> TimeUnits = Terms(
        "second seconds minute minutes min hour hours day days week weeks month months year years midnight noon immediately instantly monday friday sunday weekday overnight once");

    private static readonly HashSet<string> MoneyWords = Terms("eur euro euros usd dollar dollars cent cents free price fee charge cost");
    private static readonly HashSet<string> ReasonWords = Terms("because cause caused causes reason therefore otherwise due since prevents protects");
    private static readonly HashSet<string> PlaceWords = Terms("under page menu settings tab screen label app website portal section address folder file path directory");

    public static UnitFacts Of(UnitKind kind, string text, List<Token> tokens)
    {
        var facts = kind == UnitKind.Step ? UnitFacts.Procedure : UnitFacts.None;
        foreach (var token in tokens)
        {
            var number = char.IsAsciiDigit(token.Word[0]);
            facts |= number ? UnitFacts.Number : UnitFacts.None;
            facts |= TimeUnits.Contains(token.Term) || token.Word.Contains(':', StringComparison.Ordinal) ? UnitFacts.Duration : UnitFacts.None;
            facts |= MoneyWords.Contains(token.Term) ? UnitFacts.Money : UnitFacts.None;
            facts |= ReasonWords.Contains(token.Term) ? UnitFacts.Reason : UnitFacts.None;
            facts |= PlaceWords.Contains(token.Term) ? UnitFacts.Place : UnitFacts.None;
        }

        facts |= text.AsSpan().ContainsAny("€$£") ? UnitFacts.Money : UnitFacts.None;
        facts |= text.Contains(" > ", StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal) ? UnitFacts.Place : UnitFacts.None;
        facts |= text.Contains("so that", StringComparison.OrdinalIgnoreCase) ? UnitFacts.Reason : UnitFacts.None;
        facts |= Colour().IsMatch(text) ? UnitFacts.Colour : UnitFacts.None;
        if (facts.HasFlag(UnitFacts.Number))
        {
            facts |= Mass().IsMatch(text) ? UnitFacts.Mass : UnitFacts.None;
            facts |= Distance().IsMatch(text) ? UnitFacts.Distance : UnitFacts.None;
            facts |= Temperature().IsMatch(text) ? UnitFacts.Temperature : UnitFacts.None;
            facts |= Power().IsMatch(text) ? UnitFacts.Power : UnitFacts.None;
            facts |= DataSize().IsMatch(text) ? UnitFacts.DataSize : UnitFacts.None;
            facts |= Speed().IsMatch(text) ? UnitFacts.Speed : UnitFacts.None;
            facts |= Sound().IsMatch(text) ? UnitFacts.Sound : UnitFacts.None;
            facts |= Share().IsMatch(text) ? UnitFacts.Share : UnitFacts.None;
        }

        return facts;
    }

    [GeneratedRegex(@"\d\s?(kg|g|kilo\w*|grams?|lbs?|pounds?|tons?|tonnes?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mass();

    [GeneratedRegex(@"\d\s?(mm|cm|m|km|metres?|meters?|\w{2,6}metres?|\w{2,6}meters?|inch(es)?|feet|ft|miles?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Distance();

    [GeneratedRegex(@"\d\s?(°|degrees)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Temperature();

    [GeneratedRegex(@"\d\s?(m?w|kwh?|watts?|k?v|volts?|m?a|amps?|amperes?|m?ah)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Power();

    [GeneratedRegex(@"\d\s?([kmgt]i?b|\w{0,6}bytes?|bits?|pixels?|characters|litres?|liters?|l|ml)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DataSize();

    [GeneratedRegex(@"\d\s?([kmg]bit|[kmg]bps|[kmg]bit/s|[kmg]b/s|km/h|mph|rpm|requests? per)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Speed();

    [GeneratedRegex(@"\d\s?(dba?|decibels?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sound();

    [GeneratedRegex(@"\d\s?(%|per ?cent)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Share();

    [GeneratedRegex(@"\b(red|green|blue|white|black|yellow|orange|amber|gr[ae]y|silver|purple|pink)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Colour();

    private static HashSet<string> Terms(string words) => new(words.Split(' ').Select(Tokenizer.Stem), StringComparer.Ordinal);
}
