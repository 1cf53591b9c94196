using System.IO.Compression;
using System.Text;
using TelecomSupport.Knowledge.Ingestion;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using static TelecomSupport.Tests.Knowledge.Ingestion.Reading;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class PdfReaderTests
{
    [Fact]
    public void Read_LargerType_MakesHeadings()
    {
        using var pdf = new Pdf();
        pdf.Line(24, "Router guide").Line(11, "This guide helps you to set").Line(11, "up the router.").Space()
            .Line(16, "Reset").Line(11, "Hold the button.").Space()
            .Line(13, "After a re-").Line(13, "set").Line(11, "Wait two minutes.").Space()
            .Line(16, "Lights").Line(11, "They tell the state.");
        var document = Read("guide.pdf", pdf.Build());
        Assert.Equal("Router guide", document.Title);
        Assert.Equal(
            [": This guide helps you to set up the router.", "Reset: Hold the button.", "Reset/After a re- set: Wait two minutes.", "Lights: They tell the state."],
            document.Blocks.Select(block => $"{string.Join('/', block.HeadingPath)}: {block.Text}"));
    }

    [Fact]
    public void Read_BoldLinesOfTheirOwn_AreHeadings()
    {
        using var pdf = new Pdf();
        pdf.Line(11, "Some long introduction text that is not bold at all.").Space().Line(11, "Before you start", bold: true)
            .Line(11, "Have the password at hand, and some more time than you think.");
        Assert.Equal(["", "Before you start"], Read("a.pdf", pdf.Build()).Blocks.Select(block => string.Join('/', block.HeadingPath)));
    }

    [Theory]
    [InlineData("Guide to release 2.1", "Guide to release 2.1")]
    [InlineData("guide_final.docx", "Router guide")]
    [InlineData("Microsoft Word - guide", "Router guide")]
    public void Read_StatedTitle_IsUsedUnlessAProgramsOwn(string stated, string expected)
    {
        using var pdf = new Pdf(stated);
        pdf.Line(24, "Router guide").Line(11, "This guide helps you.");
        Assert.Equal(expected, Read("a.pdf", pdf.Build()).Title);
    }

    [Fact]
    public void Read_StepsAndBullets_AreLists()
    {
        using var pdf = new Pdf();
        pdf.Line(11, "Do this:").Line(11, "1. Unplug the power supply and").Line(11, "wait.").Line(11, "2. Plug it in.").Space().Line(11, "Then it works again.");
        var document = Read("a.pdf", pdf.Build());
        Assert.Equal(["Do this:", "1. Unplug the power supply and wait.\n2. Plug it in.", "Then it works again."], document.Blocks.Select(block => block.Text));
        Assert.Equal(BlockKind.List, document.Blocks[1].Kind);
    }

    [Fact]
    public void Read_AlignedColumns_AreATable()
    {
        using var pdf = new Pdf();
        pdf.Line(11, "The light says how it is.").Space()
            .Row(11, "Light", "State", "Do").Row(11, "green", "online", "nothing").Row(11, "red", "no signal", "call us").Row(11, "", "for long", "").Space()
            .Line(11, "That was all of it.");
        var document = Read("a.pdf", pdf.Build());
        var table = document.Blocks.Single(block => block.Kind == BlockKind.Table);
        Assert.Equal("| Light | State | Do |\n| --- | --- | --- |\n| green | online | nothing |\n| red | no signal for long | call us |", table.Text);
        Assert.Equal("That was all of it.", document.Blocks[^1].Text);
    }

    [Fact]
    public void Read_TypeOfOneWidth_IsCodeWithItsIndents()
    {
        using var pdf = new Pdf();
        pdf.Line(11, "Send this request to us:").Space().Code(60, "{").Code(72, "\"msisdn\": 1").Code(60, "}").Space().Line(11, "We answer at once.");
        Assert.Equal("```\n{\n  \"msisdn\": 1\n}\n```", Read("a.pdf", pdf.Build()).Blocks.Single(block => block.Kind == BlockKind.Code).Text);
    }

    [Fact]
    public void Read_TwoColumnsOfProse_AreReadOneAfterTheOther()
    {
        using var pdf = new Pdf();
        for (var i = 1; i <= 10; i++)
        {
            pdf.Columns(9, $"Left column text, line {i:00} of it", $"Right column text, line {i:00} too");
        }

        var text = string.Join(' ', Read("a.pdf", pdf.Build()).Blocks.Select(block => block.Text));
        Assert.True(text.IndexOf("Left column text, line 10", StringComparison.Ordinal) < text.IndexOf("Right column text, line 01", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Read_RunningHeadsPageNumbersAndContents_AreLeftOut()
    {
        using var pdf = new Pdf();
        for (var page = 1; page <= 4; page++)
        {
            pdf.At(810, 9, $"Lumora manual, edition 7").At(30, 9, $"Page {page}").Line(11, $"Content of page number {page} stays.");
            pdf.Line(11, $"Chapter {page} . . . . . . . . . {page}").NextPage();
        }

        var text = string.Join('\n', Read("a.pdf", pdf.Build()).Blocks.Select(block => block.Text));
        Assert.DoesNotContain("edition", text);
        Assert.DoesNotMatch("^Page", text);
        Assert.DoesNotContain(". .", text);
        Assert.Contains("Content of page number 4 stays.", text);
    }

    [Fact]
    public void Read_NoText_AsksWhetherItIsScanned() => Assert.Contains("scanned", Refusal("a.pdf", Built("")));

    [Theory]
    [InlineData("%PDF-1.7\nnothing that follows is PDF")]
    [InlineData("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>")]
    public void Read_Damaged_IsRefused(string content) => Assert.Contains("damaged", Refusal("a.pdf", content));

    [Fact]
    public void Read_Truncated_IsRefusedOrReadButNeverThrows()
    {
        var bytes = Built("Some text.");
        for (var length = 5; length < bytes.Length; length += 37)
        {
            DocumentReader.Read(Name("a.pdf"), bytes[..length], CancellationToken.None);
        }
    }

    [Fact]
    public void Read_Encrypted_SaysSo()
    {
        // The standard security handler with a user password that is not empty: ISO 32000-1, 7.6.3.
        var hex = new string('7', 64);
        var bytes = Built("Secret text.");
        var text = Encoding.Latin1.GetString(bytes);
        var encrypt = $"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{hex}> /U <{hex}> >> /ID [<{hex[..32]}> <{hex[..32]}>] /Root";
        var at = text.LastIndexOf("/Root", StringComparison.Ordinal);
        Assert.Contains("encrypted", Refusal("a.pdf", Encoding.Latin1.GetBytes(text[..at] + encrypt + text[(at + 5)..])));
    }

    [Fact]
    public void Read_SwellingStream_IsRefusedWithoutTheMemory()
    {
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var spaces = new byte[1024 * 1024];
            Array.Fill(spaces, (byte)' ');
            for (var i = 0; i < 200; i++)
            {
                deflate.Write(spaces);
            }
        }

        var filters = new BoundedPdfFilters().GetNamedFilters([UglyToad.PdfPig.Tokens.NameToken.FlateDecode]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => filters[0].Decode(
            packed.ToArray(), new UglyToad.PdfPig.Tokens.DictionaryToken(new Dictionary<UglyToad.PdfPig.Tokens.NameToken, UglyToad.PdfPig.Tokens.IToken>()), new BoundedPdfFilters(), 0));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }

    private static byte[] Built(string line)
    {
        using var pdf = new Pdf();
        return line.Length == 0 ? pdf.Build() : pdf.Line(11, line).Build();
    }

    private sealed class Pdf : IDisposable
    {
        private readonly PdfDocumentBuilder builder = new();
        private readonly PdfDocumentBuilder.AddedFont regular;
        private readonly PdfDocumentBuilder.AddedFont bold;
        private readonly PdfDocumentBuilder.AddedFont mono;
        private PdfPageBuilder page;
        private double y = 760;

        public Pdf(string title = "")
        {
            builder.DocumentInformation.Title = title;
            (regular, bold) = (builder.AddStandard14Font(Standard14Font.Helvetica), builder.AddStandard14Font(Standard14Font.HelveticaBold));
            mono = builder.AddStandard14Font(Standard14Font.Courier);
            page = builder.AddPage(PageSize.A4);
        }

        public Pdf Line(double size, string text, bool bold = false)
        {
            page.AddText(text, size, new PdfPoint(60, y -= size * 1.3), bold ? this.bold : regular);
            return this;
        }

        public Pdf Code(double left, string text)
        {
            page.AddText(text, 10, new PdfPoint(left, y -= 13), mono);
            return this;
        }

        public Pdf Row(double size, params string[] cells) => Cells(size, 120, cells);

        public Pdf Columns(double size, string left, string right) => Cells(size, 260, left, right);

        public Pdf At(double height, double size, string text)
        {
            page.AddText(text, size, new PdfPoint(60, height), regular);
            return this;
        }

        public Pdf Space()
        {
            y -= 14;
            return this;
        }

        public Pdf NextPage()
        {
            (page, y) = (builder.AddPage(PageSize.A4), 760);
            return this;
        }

        public byte[] Build() => builder.Build();

        public void Dispose() => builder.Dispose();

        private Pdf Cells(double size, double width, params string[] cells)
        {
            y -= size * 1.3;
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i].Length > 0)
                {
                    page.AddText(cells[i], size, new PdfPoint(60 + (i * width), y), regular);
                }
            }

            return this;
        }
    }
}
