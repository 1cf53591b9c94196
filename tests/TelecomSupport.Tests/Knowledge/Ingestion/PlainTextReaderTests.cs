using System.Text;
using static TelecomSupport.Tests.Knowledge.Ingestion.Reading;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class PlainTextReaderTests
{
    [Fact]
    public void Read_Text_HasHeadingsParagraphsAndLists()
    {
        var document = Read("voice-mail.txt", "Voicemail\r\n=========\r\nIntro\r\nline two.\r\n\r\nTurn off\r\n--------\r\nDial:\r\n1. Dial ##002#\r\n   and wait\r\n2) Hang up\r\n\r\n• one\r\n• two\r\n");
        Assert.Equal("Voicemail", document.Title);
        Assert.Equal(
            ["|Intro\nline two.", "Turn off|Dial:", "Turn off|1. Dial ##002#\n   and wait\n2) Hang up", "Turn off|- one\n- two"],
            document.Blocks.Select(block => $"{string.Join('/', block.HeadingPath)}|{block.Text}"));
    }

    [Fact]
    public void Read_NoHeading_NamesItAfterTheFile() => Assert.Equal("Voice mail", Read("voice-mail.txt", "Text.").Title);

    public static TheoryData<Encoding> Marked => [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];

    [Theory]
    [MemberData(nameof(Marked))]
    public void Read_ByteOrderMark_GivesTheEncoding(Encoding encoding) =>
        Assert.Equal("Größe", Read("a.txt", [.. encoding.GetPreamble(), .. encoding.GetBytes("Größe")]).Blocks.Single().Text);

    [Fact]
    public void Read_NotUtf8_SaysWhatToDo() => Assert.Contains("save it as UTF-8", Refusal("a.txt", Encoding.Latin1.GetBytes("Größe")));

    [Fact]
    public void Read_Binary_IsRefused() => Assert.Contains("binary", Refusal("a.txt", [1, 0, 2, 0]));

    [Theory]
    [InlineData("a.txt", "%PDF-1.7 x", "content is PDF")]
    [InlineData("a.md", "PK\u0003\u0004xx", "zip archive")]
    [InlineData("a.pdf", "hello", "not")]
    [InlineData("a.docx", "hello", "not")]
    [InlineData("a.docx", "PK\u0003\u0004 not a zip", "damaged")]
    public void Read_ContentUnlikeItsName_IsRefused(string name, string content, string expected) => Assert.Contains(expected, Refusal(name, content));
}
