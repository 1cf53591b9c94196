namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>A passage's stems by field, separated by spaces, for a full-text index that compares words as they stand.</summary>
/// <param name="Words">The words that differ from their stems, each once: what misspellings are compared with.</param>
/// <param name="Questions">Those of the questions that its author lists.</param>
public sealed record FieldTerms(string Title, string Headings, string Text, string Words, string Questions = "")
{
    public static FieldTerms Of(Passage passage)
    {
        var title = Tokenizer.Tokenize(passage.Title);
        var headings = Tokenizer.Tokenize(string.Join("\n", passage.HeadingPath));
        var text = Tokenizer.Tokenize(passage.Text);
        var questions = Tokenizer.Tokenize(string.Join("\n", passage.Questions));
        var words = title.Concat(headings).Concat(text).Where(token => token.Word != token.Term).Select(token => token.Word);
        return new(Stems(title), Stems(headings), Stems(text), string.Join(' ', words.Distinct(StringComparer.Ordinal)), Stems(questions));
    }

    private static string Stems(List<Token> tokens) => string.Join(' ', tokens.Select(token => token.Term));
}
