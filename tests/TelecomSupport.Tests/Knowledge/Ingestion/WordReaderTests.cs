using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static TelecomSupport.Tests.Knowledge.Ingestion.Reading;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class WordReaderTests
{
    private const int Numbered = 1;
    private const int Bulleted = 2;

    [Fact]
    public void Read_StyledDocument_HasTitleHeadingsListsAndTables()
    {
        var document = Read("a.docx", Word(
            Styled("Title", "eSIM guide"),
            Styled("TOC1", "Install … 3"),
            Plain("Welcome", " here."),
            Styled("Heading1", "Install"),
            Plain("You need:"),
            Item(Numbered, 0, "Open Settings"),
            Item(Numbered, 1, "on iOS: Mobile"),
            Item(Numbered, 1, "on Android: SIM"),
            Item(Numbered, 0, "Scan the code"),
            Item(Bulleted, 0, "a phone"),
            Styled("Chapter", "By code"),
            TableOf(["Phone", "Menu"], ["Pixel", "SIMs"], ["iPhone", "Mobile | data"])));
        Assert.Equal("eSIM guide", document.Title);
        Assert.Equal(
            [
                "|Welcome here.",
                "Install|You need:",
                "Install|1. Open Settings\n   1. on iOS: Mobile\n   2. on Android: SIM\n2. Scan the code",
                "Install|- a phone",
                "Install/By code|| Phone | Menu |\n| --- | --- |\n| Pixel | SIMs |\n| iPhone | Mobile \\| data |",
            ],
            document.Blocks.Select(block => $"{string.Join('/', block.HeadingPath)}|{block.Text}"));
    }

    [Fact]
    public void Read_MergedCells_StandInEachRowAndColumn()
    {
        static TableCell Cell(string text, VerticalMerge? merge = null, int span = 1) =>
            new(new TableCellProperties(new GridSpan { Val = span }) { VerticalMerge = merge }, Plain(text));
        var table = new Table(
            new TableRow(Cell("A"), Cell("B", span: 2)),
            new TableRow(Cell("x", new VerticalMerge { Val = MergedCellValues.Restart }), Cell("1"), Cell("2")),
            new TableRow(Cell("", new VerticalMerge()), Cell("3"), Cell("4")));
        Assert.Equal("| A | B | B |\n| --- | --- | --- |\n| x | 1 | 2 |\n| x | 3 | 4 |", Read("a.docx", Word(table)).Blocks.Single().Text);
    }

    [Fact]
    public void Read_DeletedText_IsLeftOut() =>
        Assert.Equal("kept", Read("a.docx", Word(new Paragraph(new DeletedRun(new Run(new DeletedText("gone "))), new Run(new Text("kept"))))).Blocks.Single().Text);

    [Fact]
    public void Read_Empty_IsRefused() => Assert.Contains("no text", Refusal("a.docx", Word()));

    [Fact]
    public void Read_Spreadsheet_IsRefused()
    {
        var bytes = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            package.AddWorkbookPart().Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
        }

        Assert.Matches("another kind|damaged", Refusal("a.docx", bytes.ToArray()));
    }

    [Fact]
    public void Read_Encrypted_SaysSo() => Assert.Contains("encrypted", Refusal("a.docx",
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1016], .. Encoding.Unicode.GetBytes("EncryptedPackage")]));

    [Fact]
    public void Read_OldFormat_SaysHowToSave() => Assert.Contains("save it as .docx", Refusal("a.docx",
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1016], .. Encoding.Unicode.GetBytes("WordDocument")]));

    [Fact]
    public void Read_ZipBomb_IsRefused() => Assert.Contains("unpacks to more than 64 MiB", Refusal("a.docx", WithXml(write =>
    {
        write("<a>");
        var filler = new string(' ', 1024 * 1024);
        for (var i = 0; i < 65; i++)
        {
            write(filler);
        }

        write("</a>");
    })));

    [Fact]
    public void Read_XmlNestedWithoutEnd_IsRefused() => Assert.Contains("nested too deeply", Refusal("a.docx", WithXml(write =>
    {
        for (var i = 0; i < 100_000; i++)
        {
            write("<a>");
        }
    })));

    [Fact]
    public void Read_EntityExpansion_IsRefused() => Assert.Contains("damaged", Refusal("a.docx", WithXml(write =>
        write("<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;&x;\">]><a>&y;</a>"))));

    private static byte[] WithXml(Action<Action<string>> fill)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(archive.CreateEntry("word/document.xml").Open()))
        {
            fill(writer.Write);
        }

        return bytes.ToArray();
    }

    private static byte[] Word(params OpenXmlElement[] content)
    {
        var bytes = new MemoryStream();
        using (var word = WordprocessingDocument.Create(bytes, WordprocessingDocumentType.Document))
        {
            var main = word.AddMainDocumentPart();
            main.Document = new Document(new Body(content));
            main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(
                Style("Title", "Title"), Style("TOC1", "toc 1"), Style("Heading1", "heading 1"), Style("Heading2", "heading 2"), Style("Chapter", "Chapter", "Heading2"));
            main.AddNewPart<NumberingDefinitionsPart>().Numbering = new Numbering(
                Definition(10, NumberFormatValues.Decimal), Definition(20, NumberFormatValues.Bullet), Instance(Numbered, 10), Instance(Bulleted, 20));
        }

        return bytes.ToArray();
    }

    private static Style Style(string id, string name, string? basedOn = null) =>
        new(new StyleName { Val = name }) { Type = StyleValues.Paragraph, StyleId = id, BasedOn = basedOn is null ? null : new BasedOn { Val = basedOn } };

    private static AbstractNum Definition(int id, NumberFormatValues format) =>
        new(Enumerable.Range(0, 2).Select(level => new Level(new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }) { LevelIndex = level })) { AbstractNumberId = id };

    private static NumberingInstance Instance(int id, int definition) => new(new AbstractNumId { Val = definition }) { NumberID = id };

    private static Paragraph Plain(params string[] runs) => new(runs.Select(text => new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve })));

    private static Paragraph Styled(string style, string text) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = style }), new Run(new Text(text)));

    private static Paragraph Item(int list, int level, string text) => new(
        new ParagraphProperties(new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = list })), new Run(new Text(text)));

    private static Table TableOf(params string[][] rows) =>
        new(rows.Select(row => new TableRow(row.Select(cell => new TableCell(Plain(cell))))));
}
