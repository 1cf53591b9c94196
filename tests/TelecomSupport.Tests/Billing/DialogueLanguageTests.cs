using System.Text.RegularExpressions;
using TelecomSupport.Billing.Dialogue;
using TelecomSupport.Billing.Dialogue.Phrases;
using TelecomSupport.Billing.Dialogue.Vocabularies;

namespace TelecomSupport.Tests.Billing;

public sealed partial class DialogueLanguageTests
{
    [Fact]
    public void PhraseBooks_FillTheSamePlaces()
    {
        foreach (var property in typeof(PhraseBook).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            var english = Places((string)property.GetValue(Books.All["en"])!);
            foreach (var (language, book) in Books.All)
            {
                Assert.True(english.SetEquals(Places((string)property.GetValue(book)!)), $"{property.Name} in {language}");
            }
        }
    }

    [Fact]
    public void Vocabularies_AreInNormalForm()
    {
        foreach (var (language, patterns) in Languages.All)
        {
            foreach (var (concept, list) in patterns)
            {
                foreach (var pattern in list.Split(',', StringSplitOptions.TrimEntries))
                {
                    var plain = pattern.Replace("*", "", StringComparison.Ordinal).Replace("..", "", StringComparison.Ordinal);
                    Assert.True(Words.Of(plain).SequenceEqual(plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)), $"{language} {concept}: '{pattern}'");
                }
            }
        }
    }

    [Fact]
    public void Languages_AllHaveEveryPart()
    {
        Assert.Equal(Books.All.Keys.Order(), Languages.All.Keys.Order());
        Assert.All(Languages.All.Values, patterns => Assert.Superset(Languages.All["es"].Keys.ToHashSet(), patterns.Keys.ToHashSet()));
    }

    [Theory]
    [InlineData("en", "€1,234.50", "-€0.99", "1 March 2027", "1,024.5")]
    [InlineData("es", "1.234,50 €", "-0,99 €", "1 de marzo de 2027", "1.024,5")]
    [InlineData("de", "1.234,50 €", "-0,99 €", "1. März 2027", "1.024,5")]
    [InlineData("fr", "1 234,50 €", "-0,99 €", "1er mars 2027", "1 024,5")]
    [InlineData("pl", "1 234,50 €", "-0,99 €", "1 marca 2027", "1 024,5")]
    [InlineData("pt", "1.234,50 €", "-0,99 €", "1 de março de 2027", "1.024,5")]
    [InlineData("xx", "€1,234.50", "-€0.99", "1 March 2027", "1,024.5")]
    public void LocalFormat_WritesAsTheLanguageDoes(string language, string amount, string negative, string date, string number)
    {
        var format = LocalFormat.Of(language);

        Assert.Equal((amount, negative, date, number), (format.Amount(1234.5m, "EUR"), format.Amount(-0.99m, "EUR"), format.Date(new(2027, 3, 1)), format.Number(1024.5m)));
    }

    [Theory]
    [InlineData("What's my l'abonnement?", "whats my l abonnement")]
    [InlineData("Mahngebühr 12,99€ & ŁÓDŹ", "mahngebuhr 12.99 lodz")]
    [InlineData("Straße…", "strasse")]
    public void Words_AreInNormalForm(string text, string words) => Assert.Equal(words.Split(' '), Words.Of(text));

    [Theory]
    [InlineData("refnud", "refund", 1)]
    [InlineData("bill", "bills", 1)]
    [InlineData("abc", "xyz", 3)]
    public void Edits_CountSwapsAsOne(string a, string b, int distance) => Assert.Equal(distance, Edits.Distance(a, b, 4));

    private static HashSet<string> Places(string phrase) => [.. Place().Matches(phrase).Select(match => match.Value)];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
