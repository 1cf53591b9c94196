using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Azure.Knowledge;

/// <summary>
/// The documents as blobs of the container <c>Knowledge:Container</c>. A container that isn't there is an error and not an empty knowledge
/// base, so that a mistyped name empties no index; <see cref="PutAsync"/> makes it.
/// </summary>
public sealed class BlobDocuments(AzureStorage storage, IOptions<KnowledgeOptions> options) : IDocumentSource
{
    private readonly string service = $"The blob container {options.Value.Container}";

    public Task<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellation) => AzureFailures.GuardAsync(
        service,
        async () =>
        {
            var documents = new List<StoredDocument>();
            await foreach (var blob in Container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, cancellation))
            {
                // Accounts with a hierarchical namespace list their folders too.
                if (IsVisible(blob.Name) && blob.Metadata?.ContainsKey("hdi_isfolder") != true)
                {
                    var known = blob.Properties;
                    documents.Add(Describe(blob.Name, known.ContentLength ?? 0, known.ETag ?? default, known.LastModified ?? default));
                }
            }

            return (IReadOnlyList<StoredDocument>)documents;
        },
        cancellation);

    public Task<OpenedDocument?> OpenAsync(DocumentName name, CancellationToken cancellation) => AzureFailures.GuardAsync(
        service,
        async () =>
        {
            try
            {
                var blob = await Container.GetBlobClient(name.Value).DownloadStreamingAsync(cancellationToken: cancellation);
                var known = blob.Value.Details;
                var stored = Describe(name.Value, known.ContentLength, known.ETag, known.LastModified);
                return new OpenedDocument(stored, new GuardedStream(service, blob.Value.Content));
            }
            catch (RequestFailedException failed) when (failed.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        },
        cancellation);

    public Task PutAsync(DocumentName name, Stream content, CancellationToken cancellation) => AzureFailures.GuardAsync(
        service,
        async () =>
        {
            var container = await storage.ContainerAsync(options.Value.Container, cancellation);
            await container.GetBlobClient(name.Value).UploadAsync(content, overwrite: true, cancellation);
        },
        cancellation);

    public Task<bool> DeleteAsync(DocumentName name, CancellationToken cancellation) => AzureFailures.GuardAsync(
        service,
        async () => (await Container.DeleteBlobIfExistsAsync(name.Value, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation)).Value,
        cancellation);

    private BlobContainerClient Container => storage.FindContainer(options.Value.Container);

    // What sync tools and Office leave beside documents.
    private static bool IsVisible(string blob) => blob[(blob.LastIndexOf('/') + 1)..] is [not ('.' or '~' or '#'), ..];

    // A list gives an ETag without the quotes that a header has.
    private static StoredDocument Describe(string name, long size, ETag version, DateTimeOffset modifiedAt) =>
        new(name, size, version.ToString("G").Trim('"'), modifiedAt);
}
