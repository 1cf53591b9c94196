using System.Security.Cryptography;
using System.Text;

namespace TelecomSupport.Azure.Storage;

/// <summary>
/// Makes a part of a partition or row key of any id. Different ids have different keys; letters, digits, <c>-</c>, <c>_</c> and <c>.</c> stay
/// readable, every other byte of the id's UTF-8 is <c>~</c> and two hexadecimal digits. Azure forbids <c>/ \ # ?</c> and control characters in
/// keys, and more than 1 KiB: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model.
/// </summary>
internal static class TableKey
{
    private const int MaxLength = 400;

    public static string Of(string id)
    {
        var key = new StringBuilder(id.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(id))
        {
            var c = (char)octet;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            {
                key.Append(c);
            }
            else
            {
                key.Append('~').Append(octet.ToString("x2", null));
            }
        }

        // No key above starts with two tildes.
        return key.Length <= MaxLength ? key.ToString() : "~~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }
}
