using System.Security.Cryptography;
using System.Text;

namespace TelecomSupport.Models;

/// <summary>
/// Sets data apart in a prompt: between two lines that carry a marker, with the marker in front of every line in between (delimiting and
/// datamarking of "Defending Against Indirect Prompt Injection Attacks With Spotlighting", Hines et al. 2024, arXiv:2403.14720). The marker
/// is made of the turn, so that whoever wrote the data could not know it, and occurs nowhere in the data.
/// </summary>
internal sealed class Spotlight
{
    private Spotlight(string marker) => Marker = marker;

    public string Marker { get; }

    /// <param name="data">Everything that will be set apart.</param>
    public static Spotlight For(string turnId, IEnumerable<string> data)
    {
        var all = data.ToArray();
        for (var i = 0; ; i++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"spotlight:{i}:{turnId}"));
            var marker = Convert.ToHexStringLower(hash.AsSpan(0, 4));
            if (!Array.Exists(all, text => text.Contains(marker, StringComparison.OrdinalIgnoreCase)))
            {
                return new(marker);
            }
        }
    }

    /// <param name="label">What it is; ours, not data.</param>
    public string Around(string label, string data)
    {
        var text = new StringBuilder().Append('<').Append(Marker).Append(' ').Append(label).Append(">\n");
        foreach (var line in data.EnumerateLines())
        {
            text.Append(Marker).Append("| ").Append(line).Append('\n');
        }

        return text.Append("</").Append(Marker).Append('>').ToString();
    }
}
