using System.Text;
using static TelecomSupport.Tests.Knowledge.Ingestion.Reading;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class HtmlReaderTests
{
    [Fact]
    public void Read_Page_KeepsTheContentAndDropsTheRest()
    {
        var document = Read("a.html", """
            <!doctype html><html><head><title>Roaming | Help</title><meta name="Author" content="Ana"><style>p{}</style></head>
            <body><nav><a>Home</a></nav><script>var evil = "x";</script>
            <main><h1>Roaming</h1><p>Works  in <b>all</b>
            countries.<br>Always.</p><h2>Costs<a class="headerlink" href="#c">¶</a></h2>Loose <em>text</em>
            <div>in a block</div><p hidden>hidden</p><svg><text>drawn</text></svg><button>Buy</button></main>
            <footer>Imprint</footer></body></html>
            """);
        Assert.Equal(("Roaming", "Ana"), (document.Title, document.Metadata["author"]));
        Assert.Equal(
            ["|Works in all countries.\nAlways.", "Costs|Loose text", "Costs|in a block"],
            document.Blocks.Select(block => $"{string.Join('/', block.HeadingPath)}|{block.Text}"));
    }

    [Fact]
    public void Read_Lists_BecomeMarkdownItems()
    {
        var document = Read("a.html", """
            <p>Do:</p><ol start="3"><li>Open <i>Settings</i><ul><li>on Android</li><li>on iOS</li></ul></li><li><p>Tap</p><p>it</p></li></ol>
            <dl><dt>APN</dt><dd>The gateway.</dd></dl>
            """);
        Assert.Equal(["3. Open Settings\n   - on Android\n   - on iOS", "4. Tap\n   it"], document.Blocks[1].Parts);
        Assert.Equal(["- APN: The gateway."], document.Blocks[2].Parts);
    }

    [Fact]
    public void Read_TableWithSpans_BecomesMarkdownRows()
    {
        var document = Read("a.html", """
            <table><thead><tr><th>LED</th><th colspan="2">State</th></tr></thead>
            <tbody><tr><td rowspan="2">Power</td><td>on</td><td>a | b</td></tr><tr><td>off</td><td>x</td></tr></tbody></table>
            """);
        Assert.Equal("| LED | State | State |\n| --- | --- | --- |\n| Power | on | a \\| b |\n| Power | off | x |", document.Blocks.Single().Text);
    }

    [Fact]
    public void Read_LayoutTable_IsReadAsText() =>
        Assert.Equal(["A", "B"], Read("a.html", "<table><tr><td><h2>Part</h2><p>A</p></td><td><p>B</p></td></tr></table>").Blocks.Select(block => block.Text));

    [Fact]
    public void Read_Preformatted_IsFenced() =>
        Assert.Equal("```\nls  -l\n  x\n```", Read("a.html", "<pre><code>ls  -l\n  x\n</code></pre>").Blocks.Single().Text);

    [Fact]
    public void Read_DeclaredEncoding_IsUsed()
    {
        var bytes = Encoding.Latin1.GetBytes("<html><head><meta charset=\"iso-8859-1\"></head><body><p>Störung</p></body></html>");
        Assert.Equal("Störung", Read("a.html", bytes).Blocks.Single().Text);
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused() =>
        Assert.Contains("nested too deeply", Refusal("a.html", string.Concat(Enumerable.Repeat("<div>", 100_000)) + "x"));

    [Fact]
    public void Read_OnlyScript_IsRefused() => Assert.Contains("no text", Refusal("a.html", "<html><script>x()</script></html>"));

    [Fact]
    public void Read_HtmlNamedMarkdown_IsReadAsHtml() =>
        Assert.Equal("Text", Read("a.md", "<!DOCTYPE html>\n<html><body><p>Text</p><script>x</script></body></html>").Blocks.Single().Text);
}
