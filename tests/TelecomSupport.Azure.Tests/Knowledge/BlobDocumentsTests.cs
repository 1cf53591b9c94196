using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Knowledge;
using TelecomSupport.Azure.Tests.Storage;
using TelecomSupport.Contracts;
using TelecomSupport.Contracts.Azurite;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Azure.Tests.Knowledge;

[Collection(AzuriteTests.Name)]
public sealed class BlobDocumentsTests(AzuriteServer azurite) : DocumentSourceContract
{
    private readonly string container = TestTurns.NewId("docs");

    [SkippableFact]
    public async Task List_NoContainer_SaysSo()
    {
        var source = Open();

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => source.ListAsync(CancellationToken.None));

        Assert.Equal($"The blob container {container} doesn't exist.", failure.Message);
    }

    [SkippableFact]
    public async Task List_BlobInAFolder_IsListedForBeingRefused()
    {
        await PutDirectlyAsync("guides/wifi.md", "# Wi-Fi");

        var listed = Assert.Single(await Open().ListAsync(CancellationToken.None));

        Assert.Equal("guides/wifi.md", listed.Name);
        Assert.False(DocumentName.TryCreate(listed.Name, out _, out _));
    }

    protected override IDocumentSource Open() => new BlobDocuments(azurite.Open(), Options.Create(new KnowledgeOptions { Container = container }));

    protected override async Task PutDirectlyAsync(string name, string content)
    {
        var blobs = await azurite.Open().ContainerAsync(container, CancellationToken.None);
        await blobs.UploadBlobAsync(name, BinaryData.FromString(content));
    }
}
