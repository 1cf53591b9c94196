using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class DocumentNameTests
{
    [Theory]
    [InlineData("auth_faq.md", DocumentKind.Markdown)]
    [InlineData("Price list (2025).PDF", DocumentKind.Pdf)]
    [InlineData("Störungshilfe.v2.docx", DocumentKind.Word)]
    [InlineData("notes.txt", DocumentKind.Text)]
    [InlineData("help.htm", DocumentKind.Html)]
    public void TryCreate_SafeName_GivesKind(string value, DocumentKind kind)
    {
        Assert.True(DocumentName.TryCreate(value, out var name, out var reason));
        Assert.Equal((value, kind, ""), (name.Value, name.Kind, reason));
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("  ", "empty")]
    [InlineData("../secret.md", "path separator")]
    [InlineData("a\\b.md", "path separator")]
    [InlineData(".hidden.md", "starts with")]
    [InlineData("..", "starts with")]
    [InlineData("a\0b.md", "other characters")]
    [InlineData("a:stream.md", "other characters")]
    [InlineData("a%2fb.md", "other characters")]
    [InlineData("NUL.md", "device")]
    [InlineData("com1.txt", "device")]
    [InlineData("sheet.xlsx", "extension")]
    [InlineData("README", "extension")]
    public void TryCreate_UnsafeName_SaysWhy(string? value, string expected)
    {
        Assert.False(DocumentName.TryCreate(value, out var name, out var reason));
        Assert.Null(name);
        Assert.Contains(expected, reason);
    }

    [Theory]
    [InlineData('a', 125, true)]
    [InlineData('a', 126, false)]
    [InlineData('語', 65, true)]
    [InlineData('語', 66, false)]
    public void TryCreate_Length_IsLimitedInCharactersAndBytes(char letter, int count, bool fits) =>
        Assert.Equal(fits, DocumentName.TryCreate(new string(letter, count) + ".md", out _, out _));
}
