using System.Text.Json;
using TelecomSupport.Billing;
using TelecomSupport.Http.Tests.Fakes;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Tests.Browser;

public class ChatPageTests
{
    private const string Hostile =
        """
        <img src=x onerror="window.pwned=1"> <script>window.pwned=2</script> [click](javascript:window.pwned=3) **<b>bold</b>** `<i>code</i>` [1] [9] [0]

        | <svg onload="window.pwned=4"> | javascript:window.pwned=5 |
        |---|---|
        | <iframe srcdoc="<script>parent.pwned=6</script>"> | x |

        > <a href="javascript:window.pwned=7">quote</a>

        # <style>*{display:none}</style>

        - <form action=//evil.example><button>item</button></form>

        ```html
        </code></pre><script>window.pwned=8</script>
        """;

    [BrowserFact]
    public async Task Reply_Hostile_IsShownAsText()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Reply = turn => FakeEngine.Result(turn, Hostile) with
        {
            Sources = [new("<b>.md", "<img src=x onerror=window.pwned=9>", "\"><script>window.pwned=10</script>", 0.5)],
            ToolCalls = [new("<u>tool</u>", ToolStatus.Failed, 1)],
        };
        await using var page = await ChromiumPage.OpenAsync(server.Client.BaseAddress!);

        await SayAsync(page, "<b>hello</b>");
        await page.WaitAsync("document.querySelector('.facts')");

        string[] made = ["A", "BLOCKQUOTE", "BR", "CODE", "DIV", "LI", "OL", "P", "PRE", "SECTION", "SMALL", "STRONG", "TABLE", "TD", "TH", "TR", "UL"];
        var elements = await page.EvaluateAsync("JSON.stringify([...new Set([...document.querySelectorAll('#log *')].map(e => e.tagName))])");
        Assert.Empty(JsonSerializer.Deserialize<string[]>(elements.GetValue<string>())!.Except(made));
        var links = await page.EvaluateAsync("JSON.stringify([...document.querySelectorAll('#log a')].map(a => a.getAttribute('href')))");
        Assert.Equal("""["#turn1-source1"]""", links.GetValue<string>());
        var handlers = await page.EvaluateAsync("[...document.querySelectorAll('#log *')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on')).length");
        Assert.Equal(0, handlers.GetValue<int>());
        Assert.Equal("undefined", (await page.EvaluateAsync("typeof window.pwned")).GetValue<string>());
        var text = (await page.EvaluateAsync("document.getElementById('log').textContent")).GetValue<string>();
        Assert.Contains("<script>window.pwned=2</script>", text, StringComparison.Ordinal);
        Assert.Contains("<b>hello</b>", text, StringComparison.Ordinal);
        Assert.Contains("<u>tool</u>", text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Turn_Running_ShowsItsStepsThenEverythingAboutTheReply()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Hold = true;
        server.Engine.Reply = turn => FakeEngine.Result(turn, "Valid for **60 minutes** [1].") with { Escalated = true, CaseId = "ESC-0123456789", Degraded = true };
        await using var page = await ChromiumPage.OpenAsync(server.Client.BaseAddress!);

        await SayAsync(page, "How long is a token valid?");
        await page.WaitAsync("document.querySelectorAll('.steps li').length === 1");
        server.Engine.Only.Step(TurnStepNames.RetrievePassages);
        await page.WaitAsync("document.querySelector('.steps li:last-child')?.textContent.includes('help centre')");
        server.Engine.Finish(server.Engine.Only);
        await page.WaitAsync("document.querySelector('.facts')");

        var text = (await page.EvaluateAsync("document.getElementById('log').innerText")).GetValue<string>();
        string[] shown =
        [
            "How long is a token valid?", "60 minutes", "Authentication FAQ", "Token lifetime", "ESC-0123456789", "technical agent", "91 %",
            "get_subscription: succeeded", "without the language model",
        ];
        Assert.All(shown, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Equal("user_12345", server.Engine.LastRequest!.CustomerId);
    }

    [BrowserFact]
    public async Task Conversation_Reloaded_IsRestoredUntilReset()
    {
        await using var server = await SupportServer.StartAsync();
        await using var page = await ChromiumPage.OpenAsync(server.Client.BaseAddress!);
        await SayAsync(page, "first");
        await page.WaitAsync("document.querySelectorAll('.facts').length === 1");

        await page.GoAsync(server.Client.BaseAddress!);
        await page.WaitAsync("document.querySelectorAll('.facts').length === 1");
        await SayAsync(page, "second");
        await page.WaitAsync("document.querySelectorAll('.facts').length === 2");
        var thread = server.Engine.LastRequest!.ThreadId;
        await page.EvaluateAsync("document.getElementById('reset').click()");
        await page.WaitAsync("document.querySelectorAll('#log > *').length === 0 && !document.getElementById('welcome').hidden");

        await Eventually.TrueAsync(() => server.Conversations.ReadRecentTurnsAsync(thread, 10, CancellationToken.None).Result.Count == 0);
        await SayAsync(page, "third");
        await page.WaitAsync("document.querySelectorAll('.facts').length === 1");
        Assert.NotEqual(thread, server.Engine.LastRequest.ThreadId);
    }

    [BrowserFact]
    public async Task Message_ServiceDown_IsSentAgainAsTheSameMessage()
    {
        await using var server = await SupportServer.StartAsync();
        server.Engine.Failure = new StorageUnavailableException("down");
        await using var page = await ChromiumPage.OpenAsync(server.Client.BaseAddress!);
        await SayAsync(page, "keep this");
        await page.WaitAsync("document.querySelector('.failure button')");
        var pending = JsonDocument.Parse((await page.EvaluateAsync("localStorage.getItem('lumora.pending')")).GetValue<string>());

        server.Engine.Failure = null;
        await page.GoAsync(server.Client.BaseAddress!);
        await page.WaitAsync("document.querySelector('.facts')");

        Assert.Equal("keep this", server.Engine.LastRequest!.Message);
        Assert.Equal(pending.RootElement.GetProperty("message_id").GetString(), server.Engine.LastRequest.MessageId);
        Assert.Equal("undefined", (await page.EvaluateAsync("localStorage.getItem('lumora.pending') ?? undefined")).GetValue<string>());
    }

    [BrowserFact]
    public async Task Docs_Operation_CanBeTried()
    {
        await using var server = await SupportServer.StartAsync();
        await using var page = await ChromiumPage.OpenAsync(new Uri(server.Client.BaseAddress!, "/docs"));

        await page.WaitAsync($"document.querySelectorAll('#operations > details').length === {SupportRoutes.All.Count}");
        await page.EvaluateAsync("[...document.querySelectorAll('#operations > details')].find(d => d.textContent.startsWith('POST/chat')).querySelector('form').requestSubmit()");
        await page.WaitAsync("[...document.querySelectorAll('.answer')].some(a => a.textContent.startsWith('200') && a.textContent.includes('turn_id'))");

        Assert.Equal(1, server.Engine.Runs);
    }

    [BrowserFact]
    public async Task Token_WhereTokensAreTaken_IsAskedForSentAndKeptInTheTab()
    {
        await using var server = await SupportServer.StartAsync(WithTokens);
        await using var page = await ChromiumPage.OpenAsync(server.Client.BaseAddress!);
        await SayAsync(page, "mine");
        await page.WaitAsync("document.querySelector('.failure')?.textContent.includes('bearer token')");

        Assert.Equal("Token", (await page.EvaluateAsync("document.querySelector('label[for=customer]').innerText.trim()")).GetValue<string>());
        await FillAsync(page, "#customer", Tokens.Hs256(Tokens.Claims(DateTimeOffset.UtcNow)));
        await page.EvaluateAsync("document.querySelector('.failure button').click()");
        await page.WaitAsync("document.querySelectorAll('.facts').length === 1");
        await page.GoAsync(server.Client.BaseAddress!);
        await page.WaitAsync("document.querySelectorAll('.facts').length === 1");

        Assert.Equal("anna", server.Engine.LastRequest!.CustomerId);
        Assert.Equal(1, server.Engine.Runs);
    }

    [BrowserFact]
    public async Task Docs_WhereTokensAreTaken_SendOne()
    {
        await using var server = await SupportServer.StartAsync(WithTokens);
        await using var page = await ChromiumPage.OpenAsync(new Uri(server.Client.BaseAddress!, "/docs"));
        await page.WaitAsync("document.querySelector('#token input')");

        await FillAsync(page, "#token input", Tokens.Hs256(Tokens.Claims(DateTimeOffset.UtcNow)));
        await page.EvaluateAsync("[...document.querySelectorAll('#operations > details')].find(d => d.textContent.startsWith('POST/chat')).querySelector('form').requestSubmit()");
        await page.WaitAsync("[...document.querySelectorAll('.answer')].some(a => a.textContent.startsWith('200'))");

        Assert.Equal("anna", server.Engine.LastRequest!.CustomerId);
    }

    private static Dictionary<string, string?> WithTokens => new()
    {
        ["Auth:Mode"] = "Jwt",
        ["Auth:SigningKey"] = Tokens.Key,
        ["Auth:Audience"] = Tokens.Audience,
        ["RateLimit:RequestsPerMinute"] = "0",
    };

    private static async Task FillAsync(ChromiumPage page, string selector, string value) => await page.EvaluateAsync(
        $"(field => {{ field.value = {JsonSerializer.Serialize(value)}; field.dispatchEvent(new Event('change')); }})(document.querySelector('{selector}'))");

    private static async Task SayAsync(ChromiumPage page, string message)
    {
        await page.WaitAsync("document.getElementById('log').ariaBusy === 'false'");
        await page.EvaluateAsync($"document.getElementById('message').value = {JsonSerializer.Serialize(message)}");
        await page.EvaluateAsync("document.getElementById('composer').requestSubmit()");
    }
}
