using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Embedded.Tests.Knowledge;

public sealed class FolderDocumentsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();
    private readonly IOptions<KnowledgeOptions> options;
    private readonly FolderDocuments documents;

    public FolderDocumentsTests()
    {
        options = Options.Create(new KnowledgeOptions { Documents = Path.Combine(folder.Path, "docs"), RescanSeconds = 3600 });
        documents = new(options);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task PutOpenDelete_Document_RoundTrips()
    {
        await PutAsync("a.md", "One");
        await PutAsync("a.md", "Second");
        var listed = Assert.Single(await documents.ListAsync(None));
        await using (var opened = await documents.OpenAsync(Name("a.md"), None))
        {
            Assert.Equal(listed, opened!.Stored);
            Assert.Equal("Second", await new StreamReader(opened.Content).ReadToEndAsync(None));
        }

        Assert.True(await documents.DeleteAsync(Name("a.md"), None));
        Assert.False(await documents.DeleteAsync(Name("a.md"), None));
        Assert.Null(await documents.OpenAsync(Name("a.md"), None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(documents.Folder));
    }

    [Fact]
    public async Task Put_ContentFails_KeepsTheOldDocumentAndLeavesNothing()
    {
        await PutAsync("a.md", "Old");
        await Assert.ThrowsAsync<InvalidOperationException>(() => documents.PutAsync(Name("a.md"), new FailingStream(), None));
        Assert.Equal("Old", await File.ReadAllTextAsync(Path.Combine(documents.Folder, "a.md")));
        Assert.Single(Directory.EnumerateFileSystemEntries(documents.Folder));
    }

    [Fact]
    public async Task List_HiddenTemporaryAndSubfolders_AreLeftOut()
    {
        await PutAsync("a.md", "One");
        foreach (var name in new[] { ".hidden.md", "~$guide.docx", "a.md~", "a.md.tmp", "b.pdf.crdownload" })
        {
            await File.WriteAllTextAsync(Path.Combine(documents.Folder, name), "x");
        }

        await File.WriteAllTextAsync(Path.Combine(documents.Folder, "sheet.xlsx"), "x");
        Directory.CreateDirectory(Path.Combine(documents.Folder, "more.md"));
        Assert.Equal(["a.md", "sheet.xlsx"], (await documents.ListAsync(None)).Select(document => document.Name).Order());
    }

    [Fact]
    public async Task List_NoFolder_SaysSoRatherThanEmpty()
    {
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => documents.ListAsync(None));
        Assert.Contains("doesn't exist", failure.Message);
    }

    [Fact]
    public async Task Version_ContentChanges_Differs()
    {
        await PutAsync("a.md", "One");
        var before = (await documents.ListAsync(None)).Single().Version;
        await PutAsync("a.md", "Other");
        Assert.NotEqual(before, (await documents.ListAsync(None)).Single().Version);
    }

    [Fact]
    public async Task Watcher_FilesComeChangeAndGo_IndexFollows()
    {
        await PutAsync("first.md", "Here from the start.");
        await using var database = new SqliteDatabase(folder.Path);
        var index = new SqliteKnowledgeIndex(database);
        using var embedder = new PassageEmbedder(options, TimeProvider.System, NullLogger<PassageEmbedder>.Instance);
        using var refresher = new KnowledgeRefresher(documents, index, embedder, options, TimeProvider.System, NullLogger<KnowledgeRefresher>.Instance);
        using var watcher = new FolderWatcher(documents, refresher, options, TimeProvider.System, NullLogger<FolderWatcher>.Instance);
        await watcher.StartAsync(None);
        await UntilAsync(index, "first.md:Indexed:1");

        await File.WriteAllTextAsync(Path.Combine(documents.Folder, "second.md"), "## A\nOne.\n## B\nTwo.\n");
        await UntilAsync(index, "first.md:Indexed:1 second.md:Indexed:2");
        await File.WriteAllTextAsync(Path.Combine(documents.Folder, "second.md"), "");
        await UntilAsync(index, "first.md:Indexed:1 second.md:Refused:0");
        File.Move(Path.Combine(documents.Folder, "first.md"), Path.Combine(documents.Folder, "third.md"));
        File.Delete(Path.Combine(documents.Folder, "second.md"));
        await UntilAsync(index, "third.md:Indexed:1");
        await watcher.StopAsync(None);
    }

    private static async Task UntilAsync(SqliteKnowledgeIndex index, string expected)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        string actual;
        do
        {
            await Task.Delay(50);
            actual = string.Join(' ', (await index.ListDocumentsAsync(None)).Select(document => $"{document.Name}:{document.State}:{document.Passages}"));
        }
        while (actual != expected && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20));
        Assert.Equal(expected, actual);
    }

    private Task PutAsync(string name, string text) => documents.PutAsync(Name(name), new MemoryStream(Encoding.UTF8.GetBytes(text)), None);

    private static DocumentName Name(string name) => DocumentName.TryCreate(name, out var valid, out var reason) ? valid : throw new ArgumentException(reason, nameof(name));

    private sealed class FailingStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new InvalidOperationException("cut off");
    }
}
