using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace TelecomSupport.Models;

/// <summary>What prompts are for, and the placeholders that each must have.</summary>
public static class PromptNames
{
    public const string Router = "router";
    public const string Technical = "technical";
    public const string Billing = "billing";

    internal static readonly IReadOnlyDictionary<string, string[]> Placeholders = new Dictionary<string, string[]>
    {
        [Router] = ["agents"],
        [Technical] = ["language", "marker"],
        [Billing] = ["language", "marker"],
    };
}

/// <summary>
/// The prompts: Markdown files with a front matter of <c>name</c>, <c>version</c>, <c>max_output_tokens</c>, and optionally <c>variant</c>
/// (<c>default</c>), <c>share</c> (1) and <c>temperature</c>. Read and checked once; immutable.
/// </summary>
public sealed partial class PromptLibrary
{
    private readonly Dictionary<string, Prompt[]> byName;

    private PromptLibrary(IEnumerable<Prompt> prompts) =>
        byName = prompts.GroupBy(prompt => prompt.Name).ToDictionary(
            variants => variants.Key, variants => variants.OrderBy(prompt => prompt.Variant, StringComparer.Ordinal).ToArray());

    /// <exception cref="OptionsValidationException">A file or the set of them is not what it must be; the message is one line for each fault.</exception>
    public static PromptLibrary Load(string folder)
    {
        var faults = new List<string>();
        var prompts = new List<Prompt>();
        if (!Directory.Exists(folder))
        {
            faults.Add($"Models:Prompts takes the path of a folder. There is none at '{folder}'.");
        }
        else
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
            {
                var (prompt, fault) = Parse(File.ReadAllText(path));
                if (prompt is not null && prompts.Exists(other => other.Name == prompt.Name && other.Variant == prompt.Variant))
                {
                    fault = $"there is another variant '{prompt.Variant}' of '{prompt.Name}'";
                }

                if (fault is not null)
                {
                    faults.Add($"The prompt {Path.GetFileName(path)} can't be used: {fault}.");
                }
                else
                {
                    prompts.Add(prompt!);
                }
            }

            faults.AddRange(
                from name in PromptNames.Placeholders.Keys
                where faults.Count == 0 && !prompts.Exists(prompt => prompt.Name == name)
                select $"Models:Prompts takes a folder with a prompt named '{name}'.");
        }

        return faults.Count == 0 ? new(prompts) : throw new OptionsValidationException(ModelsOptions.Section, typeof(ModelsOptions), faults);
    }

    /// <returns>The customer's variant: always the same one while the variants and their shares are.</returns>
    /// <param name="name">One of <see cref="PromptNames"/>.</param>
    public Prompt For(string name, string customerId)
    {
        var variants = byName[name];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}:{customerId}"));
        var point = BitConverter.ToUInt32(hash) / (double)uint.MaxValue * variants.Sum(prompt => prompt.Share);
        return variants.FirstOrDefault(prompt => (point -= prompt.Share) < 0) ?? variants[^1];
    }

    /// <returns>The prompt, or what is wrong with the file.</returns>
    internal static (Prompt? Prompt, string? Fault) Parse(string file)
    {
        var match = FrontMatter().Match(file.ReplaceLineEndings("\n"));
        if (!match.Success)
        {
            return (null, "it does not start with a front matter between lines of ---");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in match.Groups["matter"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !values.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim()))
            {
                return (null, $"its front matter has the line '{line}'");
            }
        }

        return Build(values, match.Groups["text"].Value.Trim());
    }

    private static (Prompt? Prompt, string? Fault) Build(Dictionary<string, string> values, string text)
    {
        string? Take(string key) => values.Remove(key, out var value) ? value : null;
        double? Number(string? value, double least) =>
            double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;

        var name = Take("name") ?? "";
        var (version, tokens) = (Number(Take("version"), 1), Number(Take("max_output_tokens"), 1));
        var (variant, share, temperature) = (Take("variant") ?? "default", Take("share") ?? "1", Take("temperature"));
        if (!PromptNames.Placeholders.TryGetValue(name, out var placeholders))
        {
            return (null, $"its name takes {string.Join(", ", PromptNames.Placeholders.Keys)}");
        }

        var found = Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToArray();
        var fault =
            version is null || version != Math.Floor(version.Value) ? "its version takes a whole number from 1"
            : tokens is null ? "its max_output_tokens takes a whole number from 1"
            : Number(share, 0) is null ? "its share takes a number from 0"
            : temperature is not null && Number(temperature, 0) is null ? "its temperature takes a number from 0"
            : !VariantName().IsMatch(variant) ? "its variant takes lower-case letters, digits and hyphens"
            : values.Count > 0 ? $"its front matter has an unknown key '{values.Keys.First()}'"
            : text.Length == 0 ? "it has no text"
            : placeholders.Except(found).FirstOrDefault() is { } missing ? $"it lacks {{{{{missing}}}}}"
            : found.Except(placeholders).FirstOrDefault() is { } unknown ? $"it has an unknown {{{{{unknown}}}}}"
            : null;
        return fault is not null
            ? (null, fault)
            : (new(name, (int)version!, variant, Number(share, 0)!.Value, (int)tokens!, (float?)Number(temperature, 0), text), null);
    }

    [GeneratedRegex(@"\A---\n(?<matter>.*?)\n---\n(?<text>.*)\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"\{\{(\w+)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    [GeneratedRegex("^[a-z0-9-]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex VariantName();
}
