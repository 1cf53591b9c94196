namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>A word of a question as the network reads it.</summary>
/// <param name="Rarity">How rare it is in the documents, 0 to 1.</param>
internal readonly record struct AskedWord(string Stem, double Rarity)
{
    /// <returns>The stems of a text's words, in order.</returns>
    public static IEnumerable<string> Stems(string text) => Tokenizer.Tokenize(text).Where(token => token.Parts == 0).Select(token => token.Term);
}
