using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace TelecomSupport.Azure.Storage;

/// <summary>
/// How to reach the storage account, from <c>AzureWebJobsStorage</c> as the Functions host reads it: a connection string
/// (<c>UseDevelopmentStorage=true</c> is Azurite), or, for an identity, <c>:accountName</c> or each service's <c>:blobServiceUri</c>,
/// <c>:queueServiceUri</c> and <c>:tableServiceUri</c>, with <c>:clientId</c> for a user-assigned one.
/// </summary>
public sealed class AzureStorageConnection
{
    public const string Key = "AzureWebJobsStorage";

    private const string Takes =
        $"{Key} takes a storage connection string (UseDevelopmentStorage=true for Azurite), or {Key}:accountName to use an Azure identity.";

    private AzureStorageConnection(TableServiceClient tables, BlobServiceClient blobs, QueueServiceClient queues) =>
        (Tables, Blobs, Queues) = (tables, blobs, queues);

    public TableServiceClient Tables { get; }

    public BlobServiceClient Blobs { get; }

    /// <summary>Messages are base64, as the Functions host's queue triggers expect them.</summary>
    public QueueServiceClient Queues { get; }

    /// <exception cref="FormatException">The setting is absent or malformed. The message is one line and quotes nothing secret.</exception>
    public static AzureStorageConnection From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        try
        {
            return section.Value is { Length: > 0 } connectionString ? FromConnectionString(connectionString) : FromIdentity(section);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new FormatException(Takes);
        }
    }

    private static AzureStorageConnection FromConnectionString(string connectionString) => new(
        new TableServiceClient(connectionString, AzureClients.Resilient(new TableClientOptions())),
        new BlobServiceClient(connectionString, AzureClients.Resilient(new BlobClientOptions())),
        new QueueServiceClient(connectionString, QueueOptions()));

    private static AzureStorageConnection FromIdentity(IConfigurationSection section)
    {
        var credential = AzureClients.Identity(section["clientId"]);
        return new(
            new TableServiceClient(Endpoint(section, "table"), credential, AzureClients.Resilient(new TableClientOptions())),
            new BlobServiceClient(Endpoint(section, "blob"), credential, AzureClients.Resilient(new BlobClientOptions())),
            new QueueServiceClient(Endpoint(section, "queue"), credential, QueueOptions()));
    }

    private static Uri Endpoint(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } uri)
        {
            return new Uri(uri, UriKind.Absolute);
        }

        return section["accountName"] is { Length: >= 3 and <= 24 } account && account.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? new Uri($"https://{account}.{service}.core.windows.net")
            : throw new FormatException();
    }

    private static QueueClientOptions QueueOptions() =>
        AzureClients.Resilient(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
}
