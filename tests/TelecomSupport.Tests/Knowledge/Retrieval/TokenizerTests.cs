using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("Wi-Fi", "wifi wi fi")]
    [InlineData("E-Mail", "email mail")]
    [InlineData("AUTH-1006", "auth1006 auth 1006")]
    [InlineData("client_credentials", "clientcredentials client credentials")]
    [InlineData("2.4 GHz at 02:00", "2.4 ghz at 02:00")]
    [InlineData("the customer's don’t", "the customer dont")]
    [InlineData("Größe, déjà", "grosse deja")]
    [InlineData("end. Next", "end next")]
    [InlineData("", "")]
    public void Tokenize_Text_GivesWords(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Tokenizer.Tokenize(text).Select(token => token.Word)));

    [Fact]
    public void Tokenize_Compound_CountsItsParts()
    {
        var tokens = Tokenizer.Tokenize("reset Wi-Fi now");

        Assert.Equal([0, 2, 0, 0, 0], tokens.Select(token => token.Parts));
        Assert.Equal("Wi-Fi", "reset Wi-Fi now".Substring(tokens[1].Start, tokens[1].Length));
    }

    [Fact]
    public void Tokenize_EndlessWord_IsCut() => Assert.Equal(64, Assert.Single(Tokenizer.Tokenize(new string('x', 5000))).Word.Length);
}
