using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TelecomSupport.EndToEnd.Tests;

/// <summary>Documents come and go by HTTP and by the folder, and answers follow.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    private const string Question = "How do I calibrate the Zephyr antenna?";

    private const string Manual = """
        ---
        title: Zephyr antenna
        ---

        ## Calibrating the Zephyr antenna

        1. Hold the calibration key of the Zephyr antenna for 7 seconds.
        2. Wait until its lamp is violet.
        """;

    private readonly string storage = Directory.CreateTempSubdirectory("telecomsupport-").FullName;
    private HostProcess host = null!;

    private string Documents => Path.Combine(storage, "documents");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Documents);
        await File.WriteAllTextAsync(
            Path.Combine(Documents, "voicemail.md"), "## Listening to voicemail\n\nDial 1500 to listen to your voicemail messages.\n");
        host = await HostProcess.StartAsync(storage, ["--Knowledge:Documents", Documents]);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(storage, recursive: true);
    }

    [Fact]
    public async Task Put_ThenDelete_AnswersFollowAtOnce()
    {
        var before = await host.ChatAsync("thread-1", Question, "m-1");
        var added = await PutAsync("zephyr.md", Manual);
        var cited = await host.ChatAsync("thread-2", Question, "m-1");
        var replaced = await PutAsync("zephyr.md", Manual.Replace("7 seconds", "9 seconds", StringComparison.Ordinal));
        var citedAnew = await host.ChatAsync("thread-3", Question, "m-1");
        var deleted = await host.Http.DeleteAsync("/documents/zephyr.md");
        var after = await host.ChatAsync("thread-4", Question, "m-1");

        Assert.Empty(before.Sources);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Contains("7 seconds", cited.Response, StringComparison.Ordinal);
        Assert.Equal("zephyr.md", cited.Sources[0].Document);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Contains("9 seconds", citedAnew.Response, StringComparison.Ordinal);
        Assert.DoesNotContain("7 seconds", citedAnew.Response, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(after.Sources);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.DeleteAsync("/documents/zephyr.md")).StatusCode);
    }

    [Fact]
    public async Task Folder_FileAppears_IsListedAndAnswerable()
    {
        await File.WriteAllTextAsync(Path.Combine(Documents, "zephyr.md"), Manual);
        await File.WriteAllTextAsync(Path.Combine(Documents, "broken.pdf"), "no PDF at all");

        // A file that is being written may be seen, and refused, before it is whole.
        var listed = await ListedAsync(documents => documents.Length == 3 && documents.Contains("zephyr.md: indexed"));

        Assert.Equal(["broken.pdf: refused", "voicemail.md: indexed", "zephyr.md: indexed"], listed);
        Assert.NotEmpty((await host.ChatAsync("thread-1", Question, "m-1")).Sources);
    }

    [Theory]
    [InlineData("..%2F..%2Fetc%2Fpasswd.md", "name")]
    [InlineData("program.exe", "name")]
    [InlineData(".hidden.md", "name")]
    [InlineData("broken.pdf", "document")]
    [InlineData("broken.docx", "document")]
    public async Task Put_NameOrDocumentIsNone_IsRefusedWithTheReasonAndNotKept(string name, string field)
    {
        using var response = await PutAsync(name, "this is neither PDF nor Word");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field)[0].GetString()!);
        Assert.Equal(["voicemail.md: indexed"], await ListedAsync(documents => documents.Length > 0));
    }

    [Fact]
    public async Task Put_TooLarge_Is413AndTheOldOneStays()
    {
        await PutAsync("zephyr.md", Manual);

        // A client that sends so much without asking first may find the connection closed before it has read the reply.
        using var request = new HttpRequestMessage(HttpMethod.Put, "/documents/zephyr.md");
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(new byte[(20 * 1024 * 1024) + 1]);
        using var response = await host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.NotEmpty((await host.ChatAsync("thread-1", Question, "m-1")).Sources);
    }

    private Task<HttpResponseMessage> PutAsync(string name, string content) =>
        host.Http.PutAsync($"/documents/{name}", new StringContent(content, Encoding.UTF8, "application/octet-stream"));

    private async Task<string[]> ListedAsync(Predicate<string[]> complete)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var list = await host.Http.GetFromJsonAsync<JsonElement>("/documents", patience.Token);
            string[] documents =
            [
                .. list.GetProperty("documents").EnumerateArray().Select(document => $"{document.GetProperty("name")}: {document.GetProperty("state")}"),
            ];
            if (complete(documents))
            {
                return documents;
            }

            await Task.Delay(50, patience.Token);
        }
    }
}
