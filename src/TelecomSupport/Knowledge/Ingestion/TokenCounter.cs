namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Counts tokens about as the byte-pair encodings of current models do, without their tables: a run of letters is one token for each six
/// begun, a run of digits one for each three begun, an ideograph, a kana or any other visible character is one. Whitespace is free, so the
/// count of texts joined by whitespace is the sum of their counts.
/// </summary>
public static class TokenCounter
{
    private const int LettersPerToken = 6;
    private const int DigitsPerToken = 3;

    public static int Count(ReadOnlySpan<char> text)
    {
        var tokens = 0;
        for (var at = SkipWhitespace(text, 0); at < text.Length; tokens++)
        {
            at = SkipWhitespace(text, TokenEnd(text, at));
        }

        return tokens;
    }

    /// <returns>How many characters from the start hold this many tokens, with the whitespace behind them; all when there are fewer.</returns>
    public static int Prefix(ReadOnlySpan<char> text, int tokens)
    {
        var at = SkipWhitespace(text, 0);
        while (tokens-- > 0 && at < text.Length)
        {
            at = SkipWhitespace(text, TokenEnd(text, at));
        }

        return at;
    }

    private static int SkipWhitespace(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int TokenEnd(ReadOnlySpan<char> text, int start)
    {
        var first = text[start];
        if (char.IsHighSurrogate(first) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]))
        {
            return start + 2;
        }

        var (most, same) = IsAlphabetic(first) ? (LettersPerToken, (Func<char, bool>)IsAlphabetic)
            : char.IsDigit(first) ? (DigitsPerToken, char.IsDigit)
            : (1, static _ => false);
        var end = start + 1;
        while (end < text.Length && end - start < most && same(text[end]))
        {
            end++;
        }

        return end;
    }

    // From U+2E80 on the scripts are East Asian, with a character for a syllable or a word, up to the compatibility forms.
    private static bool IsAlphabetic(char c) => char.IsLetter(c) && c is < '\u2E80' or (>= '\uFB00' and <= '\uFDFF');
}
