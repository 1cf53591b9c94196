using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using TelecomSupport.Contracts.Azurite;

namespace TelecomSupport.EndToEnd.Tests;

/// <summary>The local host over a storage account.</summary>
public sealed class AzureStorageTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("telecomsupport-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public async Task Serve_StorageAccount_FollowsTheContainerAndKeepsTheConversation()
    {
        Skip.If(azurite.Unavailable is not null, azurite.Unavailable);
        var container = new BlobContainerClient(azurite.ConnectionString, "docs");
        await container.CreateAsync();
        await using (var host = await StartAsync())
        {
            await container.UploadBlobAsync("zephyr.md", BinaryData.FromString("# Zephyr extender\n\n## Pairing\n\nTo pair the Zephyr Wi-Fi extender, hold its Zephyr button for nine seconds.\n"));
            await UntilAsync(host, async attempt => (await AskAsync(host, $"found-{attempt}")).Contains("zephyr.md", StringComparison.Ordinal));

            await container.DeleteBlobAsync("zephyr.md");
            await UntilAsync(host, async attempt => !(await AskAsync(host, $"gone-{attempt}")).Contains("zephyr.md", StringComparison.Ordinal));
            foreach (var messageId in (string[])["m-1", "m-2", "m-3", "m-4"])
            {
                await host.ChatAsync("kept", "qwertz uiop", messageId);
            }
        }

        await using var restarted = await StartAsync();
        restarted.Http.DefaultRequestHeaders.Add("X-User-Id", "user_12345");
        var thread = await restarted.Http.GetFromJsonAsync<JsonElement>("/threads/kept");

        var cases = thread.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("case_id").GetString() ?? "").ToArray();
        Assert.Equal(["", "", cases[2], ""], cases);
        var messages = new QueueClient(azurite.ConnectionString, "escalations", new() { MessageEncoding = QueueMessageEncoding.Base64 }).PeekMessages(32).Value;
        Assert.Equal(["case_opened", "turn_added"], messages.Select(message => Text(message, "kind")));
        Assert.All(messages, message => Assert.Equal(cases[2], Text(message, "case_id")));
        Assert.Contains(new TableClient(azurite.ConnectionString, "Conversations").Query<TableEntity>(), row => row.PartitionKey == "thread-kept");
    }

    [Theory]
    [InlineData("No Such Account")]
    [InlineData("")]
    public async Task Serve_WrongConnection_SaysWhatTheKeyTakes(string connection)
    {
        var (status, _, error) = await HostProcess.RunAsync(
            ["serve", "--urls", "http://127.0.0.1:0", "--Storage:Path", folder, "--Storage:Provider", "Azure", "--AzureWebJobsStorage:accountName", connection]);

        Assert.Equal(78, status);
        Assert.Contains("AzureWebJobsStorage takes a storage connection string", error, StringComparison.Ordinal);
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(
        folder,
        ["--Storage:Provider", "Azure"],
        new Dictionary<string, string> { ["AzureWebJobsStorage"] = azurite.ConnectionString });

    private static async Task<string> AskAsync(HostProcess host, string thread)
    {
        var turn = await host.ChatAsync(thread, "How do I pair the Zephyr Wi-Fi extender?", "m-1");
        return string.Join(' ', turn.Sources.Select(source => source.Document));
    }

    private static string? Text(PeekedMessage message, string property) =>
        JsonDocument.Parse(message.Body).RootElement.GetProperty(property).GetString();

    private static async Task UntilAsync(HostProcess host, Func<int, Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 60; attempt++)
        {
            if (await condition(attempt))
            {
                return;
            }

            await Task.Delay(500);
        }

        Assert.Fail($"It did not happen within 30 seconds:\n{host.Output}");
    }
}
