using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TelecomSupport.Billing.Dialogue;

namespace TelecomSupport.Billing;

/// <summary>
/// Checks that a billing reply states only figures that a tool returned in this turn: amounts, counts, dates and ids. A figure is compared by
/// value, so "€1,234.50", "1.234,50 €" and 1234.5 are the same, and so are "1 November 2026", "Nov 1, 2026", "1 November", 01.11.2026 and
/// 2026-11-01; its sign is not compared. A currency must be one of the results'. Numbers that a name or an id of the results contains count
/// within that name only. Numbers that open a line of a list are no figures.
/// </summary>
public static partial class BillingFigures
{
    private static readonly (string Sign, string Code)[] Currencies =
        [("€", "EUR"), ("EUR", "EUR"), ("$", "USD"), ("USD", "USD"), ("£", "GBP"), ("GBP", "GBP"), ("zł", "PLN"), ("PLN", "PLN")];

    /// <returns>The figures that no tool result holds, as the reply writes them; empty when every figure is supported.</returns>
    public static IReadOnlyList<string> Unsupported(string reply, IEnumerable<ToolResult> results)
    {
        var supported = new Supported();
        foreach (var result in results.Where(result => result.Status == ToolStatus.Succeeded))
        {
            supported.Add(result.Content);
        }

        var text = ListMarkers().Replace(reply, "");
        foreach (var name in supported.Names.OrderByDescending(name => name.Length))
        {
            text = text.Replace(name, " ", StringComparison.OrdinalIgnoreCase);
        }

        var missing = new List<string>(
            from currency in Currencies
            where text.Contains(currency.Sign, StringComparison.Ordinal) && !supported.Currencies.Contains(currency.Code) && supported.Currencies.Count > 0
            select currency.Sign);
        text = WrittenDates().Replace(text, match => MonthOf(match.Groups["month"].Value) > 0 ? Check(match, DateOf(match)) : match.Value);
        text = WrittenDays().Replace(text, match => MonthOf(match.Groups["month"].Value, inFull: true) is > 0 and var month
            ? CheckAny(match, date => date.Month == month && date.Day == Part(match, "day"))
            : match.Value);
        text = IsoDates().Replace(text, match => Check(match, DateOnly.TryParse(match.Value, CultureInfo.InvariantCulture, out var date) ? date : null));
        text = NumericDates().Replace(text, match => CheckAny(match, date => IsDate(date, Part(match, "first"), Part(match, "second"), Part(match, "year"))));
        foreach (Match match in Numbers().Matches(text))
        {
            if (!Readings(match.Value).Any(supported.Numbers.Contains))
            {
                missing.Add(match.Value);
            }
        }

        return missing;

        string Check(Match match, DateOnly? date) => CheckAny(match, supported => supported == date);

        string CheckAny(Match match, Func<DateOnly, bool> isMeant)
        {
            if (!supported.Dates.Any(isMeant))
            {
                missing.Add(match.Value);
            }

            return " ";
        }
    }

    private static int Part(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    // The day or the month may come first.
    private static bool IsDate(DateOnly date, int first, int second, int year) =>
        (date.Year == year || date.Year % 100 == year) && ((date.Day, date.Month) == (first, second) || (date.Month, date.Day) == (first, second));

    private static DateOnly? DateOf(Match match)
    {
        var month = MonthOf(match.Groups["month"].Value);
        var year = int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture);
        var day = int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture);
        return month > 0 && year > 0 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new(year, month, day) : null;
    }

    // The name in full or, if that will do, its first letters, in any of the languages.
    private static int MonthOf(string name, bool inFull = false)
    {
        var wanted = string.Concat(Words.Of(name));
        foreach (var months in LocalFormat.All.Select(format => format.Months))
        {
            for (var month = 0; wanted.Length >= 3 && month < months.Count; month++)
            {
                var whole = Words.Of(months[month])[0];
                if (inFull ? whole == wanted : whole.StartsWith(wanted, StringComparison.Ordinal))
                {
                    return month + 1;
                }
            }
        }

        return 0;
    }

    // "1,234" is a thousand and more to some and one and a bit to others: both count.
    private static IEnumerable<decimal> Readings(string figure)
    {
        var compact = figure.Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal).Replace("\u202f", "", StringComparison.Ordinal);
        foreach (var (group, point) in new[] { (',', '.'), ('.', ',') })
        {
            var plain = compact.Replace(group.ToString(), "", StringComparison.Ordinal).Replace(point, '.');
            if (decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                yield return value;
            }
        }
    }

    [GeneratedRegex(@"(?m)^\s*\d{1,2}[.)]\s")]
    private static partial Regex ListMarkers();

    [GeneratedRegex(@"\b(?<day>\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?<month>\p{L}{3,})\.?,?\s+(?:de\s+)?(?<year>\d{4})\b|\b(?<month>\p{L}{3,})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})\b")]
    private static partial Regex WrittenDates();

    [GeneratedRegex(@"\b(?<day>\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?(?<month>\p{L}{3,})\b|\b(?<month>\p{L}{3,})\s+(?<day>\d{1,2})(?:st|nd|rd|th)?\b(?![.,]\d)")]
    private static partial Regex WrittenDays();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b")]
    private static partial Regex IsoDates();

    [GeneratedRegex(@"\b(?<first>\d{1,2})([./-])(?<second>\d{1,2})\1(?<year>\d{4}|\d{2})\b")]
    private static partial Regex NumericDates();

    [GeneratedRegex(@"\d+(?:[., \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")]
    private static partial Regex Numbers();

    private sealed class Supported
    {
        public HashSet<decimal> Numbers { get; } = [];
        public HashSet<DateOnly> Dates { get; } = [];

        /// <summary>ISO 4217 codes.</summary>
        public HashSet<string> Currencies { get; } = new(StringComparer.Ordinal);

        /// <summary>Strings with digits that are not dates: names and ids.</summary>
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Add(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject())
                    {
                        Add(property.Value);
                        if (property.NameEquals("currency") && property.Value.ValueKind == JsonValueKind.String)
                        {
                            Currencies.Add(property.Value.GetString()!);
                        }
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        Add(item);
                    }

                    break;
                case JsonValueKind.Number:
                    Numbers.Add(Math.Abs(element.GetDecimal()));
                    break;
                case JsonValueKind.String when element.GetString() is { } text && text.Any(char.IsAsciiDigit):
                    if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                    {
                        Dates.Add(date);
                    }
                    else if (text.Any(char.IsLetter))
                    {
                        Names.Add(text);
                    }
                    else
                    {
                        Numbers.UnionWith(Readings(text));
                    }

                    break;
            }
        }
    }
}
