namespace TelecomSupport.Billing.Dialogue.Vocabularies;

internal static class Languages
{
    /// <summary>The patterns of <see cref="Vocabulary"/> by ISO 639-1 code.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<Concept, string>> All = new Dictionary<string, IReadOnlyDictionary<Concept, string>>
    {
        ["en"] = English.Patterns,
        ["es"] = Spanish.Patterns,
        ["de"] = German.Patterns,
        ["fr"] = French.Patterns,
        ["pl"] = Polish.Patterns,
        ["pt"] = Portuguese.Patterns,
    };
}
