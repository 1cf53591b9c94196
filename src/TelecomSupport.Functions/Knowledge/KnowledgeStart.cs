using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Functions.Knowledge;

/// <summary>
/// Brings the knowledge base up when the process starts: fills an empty container from the app's own documents if that is wished
/// (<c>Knowledge:SeedContainer</c>), and an embedded index, which every instance has for itself, from the container.
/// </summary>
internal sealed partial class KnowledgeStart(
    IDocumentSource documents,
    KnowledgeRefresher refresher,
    IOptions<KnowledgeOptions> knowledge,
    IOptions<StorageOptions> storage,
    ILogger<KnowledgeStart> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (knowledge.Value.SeedContainer && storage.Value.Provider == StorageProvider.Azure)
            {
                await SeedAsync(stoppingToken);
            }

            if (knowledge.Value.Provider == KnowledgeProvider.Embedded)
            {
                await refresher.ReconcileAsync(progress: null, stoppingToken);
            }
        }
        catch (StorageUnavailableException exception)
        {
            Log.NotReady(logger, exception);
        }
    }

    private async Task SeedAsync(CancellationToken cancellation)
    {
        if ((await documents.ListAsync(cancellation)).Count > 0)
        {
            return;
        }

        var folder = new FolderDocuments(knowledge);
        var seeded = 0;
        foreach (var stored in await folder.ListAsync(cancellation))
        {
            if (DocumentName.TryCreate(stored.Name, out var name, out _) && await folder.OpenAsync(name, cancellation) is { } opened)
            {
                await using (opened)
                {
                    await documents.PutAsync(name, opened.Content, cancellation);
                    seeded++;
                }
            }
        }

        Log.Seeded(logger, seeded, knowledge.Value.Container);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Put {Documents} documents into the empty container {Container}")]
        public static partial void Seeded(ILogger logger, int documents, string container);

        [LoggerMessage(LogLevel.Error, "The knowledge base could not be brought up; the next reconciliation tries again.")]
        public static partial void NotReady(ILogger logger, Exception exception);
    }
}
