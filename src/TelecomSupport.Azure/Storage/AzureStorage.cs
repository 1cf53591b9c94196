using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace TelecomSupport.Azure.Storage;

/// <summary>The account's tables, containers and queues, each made when it is first used. Safe for concurrent use.</summary>
public sealed class AzureStorage(AzureStorageConnection connection)
{
    private readonly ConcurrentDictionary<string, object> ready = new(StringComparer.Ordinal);

    public Task<TableClient> TableAsync(string name, CancellationToken cancellation) => ReadyAsync(
        "table/" + name,
        () => connection.Tables.GetTableClient(name),
        table => table.CreateIfNotExistsAsync(cancellation));

    public Task<BlobContainerClient> ContainerAsync(string name, CancellationToken cancellation) => ReadyAsync(
        "container/" + name,
        () => connection.Blobs.GetBlobContainerClient(name),
        container => container.CreateIfNotExistsAsync(cancellationToken: cancellation));

    /// <returns>The container, whether there is one by this name or not.</returns>
    public BlobContainerClient FindContainer(string name) => connection.Blobs.GetBlobContainerClient(name);

    public Task<QueueClient> QueueAsync(string name, CancellationToken cancellation) => ReadyAsync(
        "queue/" + name,
        () => connection.Queues.GetQueueClient(name),
        queue => queue.CreateIfNotExistsAsync(cancellationToken: cancellation));

    private async Task<TClient> ReadyAsync<TClient>(string key, Func<TClient> open, Func<TClient, Task> create)
        where TClient : class
    {
        if (ready.TryGetValue(key, out var known))
        {
            return (TClient)known;
        }

        var client = open();
        await create(client);
        return (TClient)ready.GetOrAdd(key, client);
    }
}
