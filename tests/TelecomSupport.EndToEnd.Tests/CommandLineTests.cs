using System.Text.Json;
using TelecomSupport.Turns;

namespace TelecomSupport.EndToEnd.Tests;

/// <summary>The commands as scripts use them: what they print, where, and their exit codes.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string storage = Directory.CreateTempSubdirectory("telecomsupport-").FullName;

    public void Dispose() => Directory.Delete(storage, recursive: true);

    [Fact]
    public async Task Ask_Question_PrintsTheReplyItsSourcesAndTheAgent()
    {
        var (status, output, error) = await RunAsync("ask", "How long is an access token valid?");

        Assert.Equal((0, ""), (status, error));
        Assert.Contains("[1] Authentication FAQ > Token lifetime (auth_faq.md)", output, StringComparison.Ordinal);
        Assert.Contains("technical, ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_PipedWithJson_PrintsTheResult()
    {
        var (status, output, _) = await HostProcess.RunAsync(
            ["ask", "--user", "user_12345", "--json", "--Storage:Path", storage, "-"], "What's my plan?\n");

        var result = JsonSerializer.Deserialize<TurnResult>(output, SupportJson.Options)!;
        Assert.Equal((0, "billing"), (status, result.Agent));
        Assert.Contains("Premium 5G", result.Response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ThreadGoneOnWith_RemembersAndIsClosedToOthers()
    {
        var first = JsonSerializer.Deserialize<TurnResult>((await RunAsync("ask", "What plan am I on?", "--json")).Output, SupportJson.Options)!;

        var second = await RunAsync("ask", "and when does it end?", "--thread", first.ThreadId, "--json");
        var foreign = await RunAsync("ask", "hello", "--thread", first.ThreadId, "--user", "user_20001");

        Assert.Equal("billing", JsonSerializer.Deserialize<TurnResult>(second.Output, SupportJson.Options)!.Agent);
        Assert.Equal(1, foreign.Status);
        Assert.Contains("There is no thread", foreign.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task Ask_EmptyOrTooLong_SaysWhatAMessageIs(string? message)
    {
        var (status, output, error) = await RunAsync("ask", message ?? new string('x', 1001));

        Assert.Equal((1, "A message has 1 to 1000 characters."), (status, error.Trim()));
        Assert.Empty(output);
    }

    [Fact]
    public async Task Chat_LinesFromAPipe_AreOneConversationUntilReset()
    {
        var (status, output, error) = await HostProcess.RunAsync(
            ["chat", "--json", "--Storage:Path", storage], "What plan am I on?\nand when does it end?\n/reset\nhello\n/exit\nnever asked\n");

        var turns = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<TurnResult>(line, SupportJson.Options)!).ToArray();
        Assert.Equal((0, "", 3), (status, error, turns.Length));
        Assert.Equal(["billing", "billing", "fallback"], turns.Select(turn => turn.Agent));
        Assert.Single(turns.Select(turn => turn.ThreadId).Distinct());
    }

    [Fact]
    public async Task Route_Message_PrintsTheDecision()
    {
        var (status, output, _) = await RunAsync("route", "My router's light is red", "--json");

        Assert.Equal((0, "technical"), (status, JsonDocument.Parse(output).RootElement.GetProperty("category").GetString()));
    }

    [Fact]
    public async Task Index_Twice_ReportsWhatItDid()
    {
        var first = await RunAsync("index");
        var second = await RunAsync("index", "--json");

        Assert.Equal((0, 0), (first.Status, second.Status));
        Assert.Contains("Indexed   auth_faq.md", first.Output, StringComparison.Ordinal);
        Assert.All(
            JsonDocument.Parse(second.Output).RootElement.GetProperty("outcomes").EnumerateArray(),
            outcome => Assert.Equal("unchanged", outcome.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task Index_DocumentRefused_SaysWhyAndExitsWithOne()
    {
        var documents = Directory.CreateDirectory(Path.Combine(storage, "documents")).FullName;
        await File.WriteAllTextAsync(Path.Combine(documents, "good.md"), "# Good\n\n## Section\n\nA sentence that is here.\n");
        await File.WriteAllTextAsync(Path.Combine(documents, "empty.md"), "");

        var (status, output, _) = await RunAsync("index", "--Knowledge:Documents", documents);

        Assert.Equal(1, status);
        Assert.Contains("Indexed   good.md (1 passages)", output, StringComparison.Ordinal);
        Assert.Matches("Refused   empty.md: .+", output);
    }

    [Theory]
    [InlineData("ask")]
    [InlineData("nonsense")]
    [InlineData("ask", "hello", "--Storage:Path")]
    [InlineData("load", "--clients", "0")]
    [InlineData("load", "--url", "nowhere")]
    public async Task CommandLine_NotOneOfOurs_ExitsWithTwo(params string[] arguments)
    {
        var (status, _, error) = await HostProcess.RunAsync(arguments);

        Assert.Equal(2, status);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("Chat:WaitSeconds", "soon", "Chat:WaitSeconds takes a number from 0 to 230. It is 'soon'.")]
    [InlineData("Storage:Provider", "Floppy", "Storage:Provider takes Embedded or Azure.")]
    [InlineData("Auth:Mode", "Trust", "Auth:Mode takes ")]
    [InlineData("Cors:AllowedOrigins", "*", "Cors:AllowedOrigins takes ")]
    [InlineData("RateLimit:RequestsPerMinute", "-1", "RateLimit:RequestsPerMinute takes ")]
    public async Task Serve_WrongValue_StopsTheStartWithOneLine(string key, string value, string message)
    {
        var (status, output, error) = await RunAsync("serve", "--urls", "http://127.0.0.1:0", $"--{key}", value);

        Assert.Equal((78, ""), (status, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Serve_AnonymousBeyondThisMachine_IsRefused()
    {
        var (status, _, error) = await RunAsync("--urls", "http://0.0.0.0:0");

        Assert.Equal(78, status);
        Assert.StartsWith("Auth:Mode=Anonymous takes a loopback address", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DatabaseIsNone_SaysSoAndLeavesItAsItIs()
    {
        var file = Path.Combine(storage, "telecomsupport.db");
        await File.WriteAllTextAsync(file, new string('?', 5000));

        var (status, _, error) = await RunAsync("serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, status);
        Assert.Contains("is not a database of this program", error, StringComparison.Ordinal);
        Assert.Equal(5000, new FileInfo(file).Length);
    }

    [Fact]
    public async Task Serve_DemoAccountsAreBroken_StopsTheStartWithOneLine()
    {
        var accounts = Path.Combine(storage, "accounts.json");
        await File.WriteAllTextAsync(accounts, "{");

        var (status, _, error) = await RunAsync("serve", "--urls", "http://127.0.0.1:0", "--Billing:DemoAccounts", accounts);

        Assert.Equal(1, status);
        Assert.Contains("accounts.json", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Serve_SecondProcessOnTheSameFolder_IsRefused()
    {
        await using var first = await HostProcess.StartAsync(storage);

        var (status, _, error) = await RunAsync("serve", "--urls", "http://127.0.0.1:0");
        var beside = await RunAsync("ask", "hello", "--json");

        Assert.Equal(1, status);
        Assert.Contains("Another process serves from", error, StringComparison.Ordinal);
        Assert.Equal(0, beside.Status);
    }

    private Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments) =>
        HostProcess.RunAsync([.. arguments, "--Storage:Path", storage]);
}
