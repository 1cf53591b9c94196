using System.Buffers;

namespace TelecomSupport.Http.Requests;

/// <summary>A string that a request carries: the rule that checks it, and what the contract says about it.</summary>
/// <param name="MaxLength">In Unicode code points.</param>
/// <param name="Characters">The characters that it may have, as in a regular expression's set; null for text, which is trimmed.</param>
public sealed record TextField(string Name, int MaxLength, string? Characters, string Description)
{
    private const string Identifier = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create(Identifier);
    private static readonly SearchValues<char> UserIdCharacters = SearchValues.Create(Identifier + "@");
    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Select(code => (char)code).Except(['\t', '\n', '\r'])]);

    public static readonly TextField UserId = new(
        "user_id", 64, "A-Za-z0-9._@-", "The customer; required when neither a token nor a header says it, and must agree with one that does.")
    {
        Allowed = UserIdCharacters,
    };

    public static readonly TextField ThreadId = new("thread_id", 64, "A-Za-z0-9._-", "The conversation; a new one when absent.")
    {
        Allowed = IdentifierCharacters,
    };

    public static readonly TextField MessageId = new(
        "message_id", 64, "A-Za-z0-9._-", "The message's own id. Sent again in the same thread it returns the first turn and does nothing twice.")
    {
        Allowed = IdentifierCharacters,
    };

    public bool Required { get; init; }

    private SearchValues<char>? Allowed { get; init; }

    /// <param name="maxLength">In code points, after trimming.</param>
    public static TextField Message(int maxLength) => new(
        "message", maxLength, null, "What the customer writes; white space around it does not count. No control characters but tab and line breaks.")
    {
        Required = true,
    };

    public bool IsValid(string value) => Check(ref value) is null;

    /// <summary>Checks a value, and trims it when it is text.</summary>
    /// <returns>What is wrong with it, as the end of a sentence that begins with the field's name; null when nothing is.</returns>
    public string? Check(ref string value)
    {
        if (Allowed is not null)
        {
            return value.Length >= 1 && value.Length <= MaxLength && !value.AsSpan().ContainsAnyExcept(Allowed)
                ? null
                : $"must be 1 to {MaxLength} of {Characters}";
        }

        value = value.Trim();
        if (value.Length == 0)
        {
            return "must not be empty";
        }

        if (value.AsSpan().ContainsAny(ControlCharacters))
        {
            return "must not contain control characters other than tab and line breaks";
        }

        return value.Length > MaxLength && CodePoints(value) > MaxLength ? $"must be at most {MaxLength} characters" : null;
    }

    private static int CodePoints(string value)
    {
        var count = 0;
        foreach (var _ in value.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
