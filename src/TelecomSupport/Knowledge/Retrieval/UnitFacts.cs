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
}

internal static class UnitFact
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
        return facts;
    }

    private static HashSet<string> Terms(string words) => new(words.Split(' ').Select(Tokenizer.Stem), StringComparer.Ordinal);
}
