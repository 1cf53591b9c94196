using System.Security.Cryptography;
using System.Text;

namespace TelecomSupport;

/// <summary>Ids that are made of other ids, so that doing a thing again finds the first time.</summary>
public static class Ids
{
    // Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U to misread on a phone.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The turn of a message in a thread: 32 hexadecimal digits, 128 bits of SHA-256.</summary>
    public static string Turn(string threadId, string messageId) =>
        Convert.ToHexStringLower(Hash(threadId, messageId).AsSpan(0, 16));

    /// <summary>The escalation case of a turn, <c>ESC-</c> and 10 characters (50 bits).</summary>
    public static string EscalationCase(string turnId) => "ESC-" + Short(Hash("escalation", turnId));

    /// <summary>The refund case of a billing call, <c>REF-</c> and 10 characters (50 bits).</summary>
    public static string RefundCase(string idempotencyKey) => "REF-" + Short(Hash("refund", idempotencyKey));

    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    private static byte[] Hash(string first, string second) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{first.Length}:{first}{second}"));

    private static string Short(ReadOnlySpan<byte> hash)
    {
        Span<char> text = stackalloc char[10];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[hash[i] & 31];
        }

        return new string(text);
    }
}
