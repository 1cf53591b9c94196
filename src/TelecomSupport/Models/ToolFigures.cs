using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TelecomSupport.Billing;
using TelecomSupport.Billing.Dialogue;

namespace TelecomSupport.Models;

/// <summary>
/// The figures that a turn's tools returned, to check a billing reply against: amounts and quantities by value, dates whole or without their
/// year, codes and names with digits as they are written, and how many there are of something.
/// </summary>
internal sealed partial class ToolFigures
{
    private static readonly Dictionary<string, int> Months = LocalFormat.All
        .SelectMany(format => format.Months.Select((name, i) => (name, number: i + 1)))
        .GroupBy(month => month.name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(month => month.Key, month => month.First().number, StringComparer.OrdinalIgnoreCase);

    private static readonly (string Sign, string Code)[] Currencies = [("€", "EUR"), ("EUR", "EUR"), ("$", "USD"), ("USD", "USD"), ("£", "GBP"), ("GBP", "GBP"), ("zł", "PLN"), ("PLN", "PLN")];

    private readonly HashSet<decimal> values = [];
    private readonly HashSet<decimal> counts = [];
    private readonly HashSet<DateOnly> dates = [];
    private readonly List<string> texts = [];
    private readonly HashSet<string> currencies = new(StringComparer.Ordinal);

    public ToolFigures(IEnumerable<ToolResult> results)
    {
        foreach (var result in results.Where(result => result.Status == ToolStatus.Succeeded))
        {
            Add(result.Content);
        }
    }

    /// <returns>Whether every figure in the reply is one of these.</returns>
    public bool Cover(string reply)
    {
        var covered = Array.TrueForAll(Currencies, currency => currencies.Contains(currency.Code) || !reply.Contains(currency.Sign, StringComparison.Ordinal));
        var text = ListMark().Replace(reply, "");
        text = NumericDate().Replace(text, match => Checked(IsDate(match)));
        text = WrittenDate().Replace(text, match => Months.ContainsKey(match.Groups["month"].Value) ? Checked(IsDate(match)) : match.Value);
        text = Amount().Replace(text, match => Checked(ReplyClaims.Readings(match.Groups["number"].Value).Any(values.Contains)));
        var claims = ReplyClaims.Of(text, isCode: false, language: "");
        return covered
            && claims.Figures.All(readings => readings.Any(reading => values.Contains(reading) || counts.Contains(reading)))
            && claims.Codes.Concat(Code().Matches(text).Select(match => match.Value))
                .All(code => texts.Exists(known => known.Contains(code, StringComparison.OrdinalIgnoreCase)));

        string Checked(bool known)
        {
            covered &= known;
            return " ";
        }
    }

    private void Add(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Add(property.Value);
                }

                break;
            case JsonValueKind.Array:
                counts.Add(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    Add(item);
                }

                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var value):
                values.Add(Math.Abs(value));
                break;
            case JsonValueKind.String when element.GetString() is { } text:
                texts.Add(text);
                if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                {
                    dates.Add(date);
                }
                else if (Array.Exists(Currencies, currency => currency.Code == text))
                {
                    currencies.Add(text);
                }

                break;
        }
    }

    private bool IsDate(Match match)
    {
        int? Part(string name) => match.Groups[name] is { Success: true, Value: var value } ? int.Parse(value, CultureInfo.InvariantCulture) : null;

        var (day, year) = (Part("day"), Part("year"));
        if (match.Groups["month"].Value is var word && Months.TryGetValue(word, out var month))
        {
            return dates.Any(date => (day is null || date.Day == day) && date.Month == month && (year is null || date.Year == year));
        }

        // 24.11.2026 or, as some write it, 11/24/2026.
        var second = Part("month");
        return dates.Any(date => (year is null || date.Year == year || date.Year % 100 == year)
            && ((date.Day == day && date.Month == second) || (date.Month == day && date.Day == second)));
    }

    [GeneratedRegex(@"(?m)^\s*(?:[-*+]|\d{1,2}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex ListMark();

    [GeneratedRegex(@"\b(?:(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})|(?<day>\d{1,2})(?<mark>[./])(?<month>\d{1,2})\k<mark>(?<year>\d{4}|\d{2}))\b(?!-)", RegexOptions.CultureInvariant)]
    private static partial Regex NumericDate();

    [GeneratedRegex(
        @"\b(?:(?<day>\d{1,2})(?:\.|º|er|st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?<month>\p{L}{3,})(?:,?\s+(?:de\s+)?(?<year>\d{4}))?|(?<month>\p{L}{3,})(?:\s+(?<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|[.,]\d))?(?:,?\s+(?:de\s+)?(?<year>\d{4}))?)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex WrittenDate();

    // A number beside a currency.
    [GeneratedRegex(
        @"(?:(?:[€$£]|\b(?:EUR|USD|GBP|PLN))\s*-?(?<number>\d+(?:[.,\u00A0\u202F ]\d{3})*(?:[.,]\d+)?)|(?<number>\d+(?:[.,\u00A0\u202F ]\d{3})*(?:[.,]\d+)?)\s*(?:[€$£]|(?:EUR|USD|GBP|PLN|zł|euros?)\b))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Amount();

    [GeneratedRegex(@"\b[A-Z]{2,}-[A-Z0-9-]+\b", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
