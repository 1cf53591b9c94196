using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace TelecomSupport.Http.Tests.Browser;

/// <summary>A page in a headless Chromium with a profile of its own, spoken to by the Chrome DevTools Protocol.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly DirectoryInfo profile;
    private readonly ClientWebSocket socket = new();
    private int lastId;

    private ChromiumPage(Process process, DirectoryInfo profile)
    {
        this.process = process;
        this.profile = profile;
    }

    public static string? Executable { get; } = Candidates().FirstOrDefault(File.Exists);

    public static async Task<ChromiumPage> OpenAsync(Uri url)
    {
        var profile = Directory.CreateTempSubdirectory("chromium");
        var start = new ProcessStartInfo(Executable!) { RedirectStandardError = true };
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-port=0",
            $"--user-data-dir={profile.FullName}", "about:blank",
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var page = new ChromiumPage(Process.Start(start)!, profile);
        try
        {
            await page.ConnectAsync();
            await page.GoAsync(url);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async Task GoAsync(Uri url)
    {
        await CallAsync("Page.navigate", new() { ["url"] = url.AbsoluteUri });
        await WaitAsync("document.readyState === 'complete'");
    }

    /// <summary>Waits until the expression is true.</summary>
    public async Task WaitAsync(string condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await EvaluateAsync($"Boolean({condition})")).GetValue<bool>())
        {
            Assert.False(patience.IsCancellationRequested, $"It did not come true: {condition}\n{await EvaluateAsync("document.body?.innerText ?? ''")}");
            await Task.Delay(25);
        }
    }

    /// <returns>The expression's value as JSON.</returns>
    public async Task<JsonNode> EvaluateAsync(string expression)
    {
        var answer = await CallAsync(
            "Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"] ?? JsonValue.Create("undefined");
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        for (var attempt = 0; attempt < 20 && profile.Exists; attempt++)
        {
            try
            {
                profile.Delete(recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task ConnectAsync()
    {
        const string Announcement = "DevTools listening on ws://";
        using var patience = new CancellationTokenSource(Patience);
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("Chromium ended.");
        }
        while (!line.StartsWith(Announcement, StringComparison.Ordinal));

        // Read on, so that a full pipe does not stop it.
        _ = process.StandardError.ReadToEndAsync();
        using var client = new HttpClient();
        var address = line[Announcement.Length..].Split('/')[0];
        var pages = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://{address}/json/list"), patience.Token))!.AsArray();
        var page = pages.First(page => (string?)page!["type"] == "page")!;
        await socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), patience.Token);
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        using var patience = new CancellationTokenSource(Patience);
        var id = ++lastId;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
        while (true)
        {
            using var message = new MemoryStream();
            var buffer = new byte[16 * 1024];
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            var answer = JsonNode.Parse(message.ToArray())!;
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
            }
        }
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("CHROME_PATH") is { Length: > 0 } named)
        {
            yield return named;
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            foreach (var name in new[] { "chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe" })
            {
                yield return Path.Combine(folder, name);
            }
        }
    }
}
