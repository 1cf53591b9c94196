using System.Collections.Frozen;
using System.Globalization;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>
/// Amounts, dates and figures as a language writes them: forms of the Unicode CLDR (long dates, currency), kept here so that a reply is the
/// same on every machine whatever its ICU data.
/// </summary>
internal sealed class LocalFormat
{
    private static readonly FrozenDictionary<string, LocalFormat> ByLanguage = new Dictionary<string, LocalFormat>
    {
        ["en"] = new(',', '.', "{0} {1} {2}", "January February March April May June July August September October November December"),
        ["es"] = new('.', ',', "{0} de {1} de {2}", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        ["de"] = new('.', ',', "{0}. {1} {2}", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        ["fr"] = new(' ', ',', "{0} {1} {2}", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "1er"),
        ["pl"] = new(' ', ',', "{0} {1} {2}", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
        ["pt"] = new('.', ',', "{0} de {1} de {2}", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
    }.ToFrozenDictionary();

    private readonly NumberFormatInfo numbers;
    private readonly string dateForm;
    private readonly string firstDay;
    private readonly bool symbolFirst;

    private LocalFormat(char group, char point, string dateForm, string months, string firstDay = "1")
    {
        numbers = new()
        {
            NumberGroupSeparator = group.ToString(),
            NumberDecimalSeparator = point.ToString(),
            NumberGroupSizes = [3],
            NegativeSign = "-",
        };
        this.dateForm = dateForm;
        this.firstDay = firstDay;
        symbolFirst = point == '.';
        Months = months.Split(' ');
    }

    public static IEnumerable<LocalFormat> All => ByLanguage.Values;

    /// <summary>The twelve names as they stand in a date.</summary>
    public IReadOnlyList<string> Months { get; }

    public static LocalFormat Of(string language) => ByLanguage.GetValueOrDefault(language) ?? ByLanguage["en"];

    /// <param name="currency">ISO 4217 code.</param>
    public string Amount(decimal amount, string currency)
    {
        var figure = Math.Abs(amount).ToString("N2", numbers);
        var sign = amount < 0 ? "-" : "";
        var symbol = currency == "EUR" ? "€" : currency;
        return symbolFirst && symbol.Length == 1 ? $"{sign}{symbol}{figure}" : $"{sign}{figure} {symbol}";
    }

    /// <summary>Up to two decimals, none when it is whole.</summary>
    public string Number(decimal number) => number.ToString("#,0.##", numbers);

    public string Date(DateOnly date)
    {
        var day = date.Day == 1 ? firstDay : date.Day.ToString(CultureInfo.InvariantCulture);
        return string.Format(CultureInfo.InvariantCulture, dateForm, day, Months[date.Month - 1], date.Year.ToString("0000", CultureInfo.InvariantCulture));
    }
}
