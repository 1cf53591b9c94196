using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Functions.Knowledge;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Functions.Tests.Knowledge;

public sealed class DocumentTriggersTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("telecomsupport-").FullName;
    private ServiceProvider services = null!;

    private DocumentTriggers Triggers => services.GetRequiredService<DocumentTriggers>();

    public Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        EmbeddedParts.AddTo(collection, ("Knowledge:Documents", folder), ("Storage:Path", Path.Combine(folder, "database")));
        services = collection.AddSingleton<DocumentTriggers>().BuildServiceProvider();
        return File.WriteAllTextAsync(Path.Combine(folder, "tokens.md"), "# Tokens\n\nA token is valid for 30 minutes.");
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/docs/blobs/tokens.md","data":{}}""")]
    [InlineData("""{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/docs/blobs/tokens.md"}""")]
    public async Task DocumentEvent_Created_IndexesTheDocumentOnce(string message)
    {
        await Triggers.DocumentEvent(message, default);
        var first = Assert.Single(await DocumentsAsync());
        await Triggers.DocumentEvent(message, default);

        Assert.Equal(("tokens.md", DocumentState.Indexed), (first.Name, first.State));
        Assert.Equal(first, Assert.Single(await DocumentsAsync()));
    }

    [Fact]
    public async Task DocumentEvent_Deleted_TakesTheDocumentOutOfTheIndex()
    {
        await Triggers.ReconcileDocuments(new TimerInfo(), default);
        File.Delete(Path.Combine(folder, "tokens.md"));

        await Triggers.DocumentEvent("""{"eventType":"Microsoft.Storage.BlobDeleted","subject":"/blobServices/default/containers/docs/blobs/tokens.md"}""", default);

        Assert.Empty(await DocumentsAsync());
    }

    [Theory]
    [InlineData("""{"subject":"/blobServices/default/containers/others/blobs/tokens.md"}""")]
    [InlineData("""{"subject":7}""")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("")]
    public async Task DocumentEvent_AboutNoDocument_IsDropped(string message)
    {
        await Triggers.DocumentEvent(message, default);

        Assert.Empty(await DocumentsAsync());
    }

    [Fact]
    public async Task DocumentEvent_UnreadableDocument_IsReportedAndNotRetried()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "broken.pdf"), [0x25, 0x50, 0x44, 0x46]);

        await Triggers.DocumentEvent("""{"subject":"/blobServices/default/containers/docs/blobs/broken.pdf"}""", default);

        var refused = Assert.Single(await DocumentsAsync());
        Assert.Equal(("broken.pdf", DocumentState.Refused), (refused.Name, refused.State));
        Assert.NotEmpty(refused.Reason!);
    }

    [Fact]
    public async Task ReconcileDocuments_ChangesThatNoTriggerNoticed_FollowInTheIndex()
    {
        await Triggers.ReconcileDocuments(new TimerInfo(), default);
        Assert.Equal(["tokens.md"], (await DocumentsAsync()).Select(document => document.Name));
        File.Delete(Path.Combine(folder, "tokens.md"));
        await File.WriteAllTextAsync(Path.Combine(folder, "limits.md"), "# Limits\n\nA hundred requests a minute.");

        await Triggers.ReconcileDocuments(new TimerInfo(), default);

        Assert.Equal(["limits.md"], (await DocumentsAsync()).Select(document => document.Name));
    }

    private Task<IReadOnlyList<IndexedDocument>> DocumentsAsync() => services.GetRequiredService<IKnowledgeIndex>().ListDocumentsAsync(default);
}
