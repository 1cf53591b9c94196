using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class SynonymsTests
{
    [Fact]
    public void At_GroupAndDirection_AreRead()
    {
        var synonyms = new Synonyms(new StringReader("# comment\nbill, invoice\n0.5: pay => settle a debt\n"));

        Assert.Equal("invoic:0.85", Read(synonyms, "bills"));
        Assert.Equal("bill:0.85", Read(synonyms, "invoice"));
        Assert.Equal("settl a debt:0.5", Read(synonyms, "paying"));
        Assert.Equal("", Read(synonyms, "settle a debt"));
    }

    [Fact]
    public void At_LongerPhrase_Wins()
    {
        var synonyms = new Synonyms(new StringReader("phone, mobile\nphone number, msisdn"));

        var (length, alternatives) = synonyms.At(Tokenizer.Tokenize("phone number"), 0);

        Assert.Equal((2, "msisdn"), (length, Assert.Single(alternatives).Stems[0]));
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("2: a, b")]
    [InlineData("x: a, b")]
    [InlineData("a => b => c")]
    public void New_MalformedLine_IsRefusedWithItsNumber(string line) =>
        Assert.StartsWith("Line 2:", Assert.Throws<FormatException>(() => new Synonyms(new StringReader("a, b\n" + line))).Message, StringComparison.Ordinal);

    [Fact]
    public void Shipped_IsWellFormed() => Assert.Contains("invoice", Synonyms.Shipped.Words);

    private static string Read(Synonyms synonyms, string text) =>
        string.Join(' ', synonyms.At(Tokenizer.Tokenize(text), 0).Alternatives.Select(a => FormattableString.Invariant($"{string.Join(' ', a.Stems)}:{a.Weight}")));
}
