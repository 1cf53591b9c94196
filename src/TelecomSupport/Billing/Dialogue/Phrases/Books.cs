namespace TelecomSupport.Billing.Dialogue.Phrases;

internal static class Books
{
    public static readonly IReadOnlyDictionary<string, PhraseBook> All = new Dictionary<string, PhraseBook>
    {
        ["en"] = English.Book,
        ["es"] = Spanish.Book,
        ["de"] = German.Book,
        ["fr"] = French.Book,
        ["pl"] = Polish.Book,
        ["pt"] = Portuguese.Book,
    };

    /// <returns>The language's book; the English one for a language there is none in.</returns>
    public static PhraseBook Of(string language) => All.GetValueOrDefault(language) ?? English.Book;
}
