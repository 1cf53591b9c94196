using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Models;

/// <summary>What in a piece of a reply must be found in its source, as it stands there.</summary>
/// <param name="Figures">Each as the numbers that it may be read as: 1.000 is a thousand or one.</param>
/// <param name="Codes">Words with digits, addresses, and what is set as code.</param>
/// <param name="Names">Words with capitals that no sentence's start explains.</param>
internal sealed partial record ReplyClaims(IReadOnlyList<decimal[]> Figures, IReadOnlyList<string> Codes, IReadOnlyList<string> Names)
{
    // Small ones stand in too many phrases: "one of them".
    private static readonly FrozenDictionary<string, decimal> NumberWords = new (string Word, decimal Number)[]
    {
        ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9), ("ten", 10), ("eleven", 11),
        ("twelve", 12), ("fifteen", 15), ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("ninety", 90),
        ("hundred", 100), ("thousand", 1000),
    }.ToFrozenDictionary(entry => entry.Word, entry => entry.Number);

    private static readonly string[] FrenchUnits = ["Ko", "Mo", "Go", "To"];

    public bool Any => Figures.Count + Codes.Count + Names.Count > 0;

    /// <param name="isCode">Whether it is a block of code: then every line of it is a claim.</param>
    /// <param name="language">ISO 639-1. German writes every noun with a capital, so there only capitals inside a word make a name.</param>
    public static ReplyClaims Of(string text, bool isCode, string language)
    {
        var codes = new List<string>();
        if (isCode)
        {
            codes.AddRange(text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("```", StringComparison.Ordinal)));
            return new([], codes, []);
        }

        text = Marked().Replace(text, match =>
        {
            codes.Add(match.Groups["code"].Success ? match.Groups["code"].Value : match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')'));
            return " ";
        });
        var (figures, names) = (new List<decimal[]>(), new List<string>());
        foreach (Match word in Word().Matches(text))
        {
            var value = word.Value;
            if (Readings(value) is { Length: > 0 } readings)
            {
                figures.Add(readings);
            }
            else if (Measure().Match(value) is { Success: true } measure)
            {
                figures.AddRange(measure.Groups["number"].Captures.Select(number => Readings(number.Value)));
            }
            else if (value.Any(char.IsDigit) || HostName().IsMatch(value))
            {
                codes.Add(value);
            }
            else if (language == "en" && NumberWords.TryGetValue(value.ToLowerInvariant(), out var number))
            {
                figures.Add([number]);
            }
            else if (IsName(text, word, language))
            {
                names.Add(value);
            }
        }

        return new(figures, codes, names);
    }

    /// <returns>The numbers that a written one may stand for; empty for what is not one.</returns>
    internal static decimal[] Readings(string text)
    {
        if (!Number().IsMatch(text))
        {
            return [];
        }

        var readings = new List<decimal>(2);
        if (Grouped().IsMatch(text))
        {
            readings.Add(decimal.Parse(text.Replace(".", "").Replace(",", ""), CultureInfo.InvariantCulture));
        }

        var last = text.LastIndexOfAny(['.', ',']);
        var plain = last < 0 ? text : $"{text[..last].Replace(".", "").Replace(",", "")}.{text[(last + 1)..]}";
        if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            readings.Add(value);
        }

        return [.. readings];
    }

    private static bool IsName(string text, Match word, string language)
    {
        var value = word.Value;
        if (value.Length < 2 || !value.Any(char.IsUpper) || FrenchUnits.Contains(value))
        {
            return false;
        }

        if (Array.Exists(value.Split('-'), part => part.Skip(1).Any(char.IsUpper)))
        {
            return true;
        }

        if (language == "de")
        {
            return false;
        }

        var before = text.AsSpan(0, word.Index).TrimEnd(" \t\"'*_([“„«¿¡");
        return before.Length > 0 && !".!?:;|-–—>\n".Contains(before[^1], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"`+(?<code>[^`]+)`+|https?://[^\s)>\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex Marked();

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:[-_.:,+][\p{L}\p{N}]+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\d+(?:[.,]\d+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{1,3}(?:[.,]\d{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    // A number with its unit written onto it, a range: 60s, 2.4GHz, 30-day, 2-3.
    [GeneratedRegex(
        @"^(?<number>\d+(?:[.,]\d+)?)(?:-(?<number>\d+(?:[.,]\d+)?))*(?:-\p{L}+|s|ms|min|h|d|KB|MB|GB|TB|Hz|kHz|MHz|GHz|EUR|m|km|cm|mm|W|V|A|dB|dBm)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Measure();

    [GeneratedRegex(@"^[\p{L}-]{2,}(?:\.[\p{L}-]{2,})+$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    /// <summary>What a passage states, to look claims up in. Its title and headings count: they say what the text is about.</summary>
    internal sealed partial class Facts
    {
        private readonly string text;
        private readonly HashSet<decimal> numbers = [];
        private readonly HashSet<string> words;

        /// <param name="known">Words that may be named in any reply.</param>
        public Facts(Passage passage, IEnumerable<string> known)
        {
            var all = string.Join('\n', passage.HeadingPath.Prepend(passage.Title).Append(passage.Text));
            text = Plain(all);
            words = new(known, StringComparer.Ordinal);
            foreach (var token in Tokenizer.Tokenize(all))
            {
                words.Add(token.Word);
                words.Add(token.Term);
                if (NumberWords.TryGetValue(token.Word, out var number))
                {
                    numbers.Add(number);
                }
            }

            foreach (Match match in Digits().Matches(all))
            {
                numbers.UnionWith(Readings(match.Value));
            }
        }

        public bool Support(ReplyClaims claims) =>
            claims.Figures.All(readings => readings.Any(numbers.Contains))
            && claims.Codes.All(code => text.Contains(Plain(code), StringComparison.OrdinalIgnoreCase))
            && claims.Names.All(IsNamed);

        // As it is written, or each of the words that it is joined of.
        private bool IsNamed(string name)
        {
            var tokens = Tokenizer.Tokenize(name);
            var joined = tokens.Count > 1 && tokens[0].Parts > 0;
            return (joined && IsKnown(tokens[0])) || tokens.Skip(joined ? 1 : 0).All(IsKnown);
        }

        private bool IsKnown(Token token) => words.Contains(token.Word) || words.Contains(token.Term) || IsInflected(token.Word);

        // A name may end otherwise in another language: three letters at most.
        private bool IsInflected(string name) => name.Length > 6 && words.Any(word => word.Length >= name.Length - 3 && word.Length > 3
            && word.AsSpan().StartsWith(name.AsSpan(0, name.Length - 3)));

        private static string Plain(string text) => Space().Replace(text.Replace("`", "").Replace("*", ""), " ").Trim();

        [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.CultureInvariant)]
        private static partial Regex Digits();

        [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
        private static partial Regex Space();
    }
}
