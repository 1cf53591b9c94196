using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Functions.Knowledge;

/// <summary>
/// Makes the index follow the documents' container. However a change is noticed, the refresher compares the document with the index, so that a
/// trigger that fires twice, late or not at all does no harm. A document that can't be read is refused and reported once; only a store that
/// can't be reached fails a trigger, which the host then repeats at most five times before it leaves the rest to the next reconciliation.
/// </summary>
public sealed partial class DocumentTriggers(KnowledgeRefresher refresher, IOptions<KnowledgeOptions> options, ILogger<DocumentTriggers> logger)
{
    /// <summary>Where Event Grid puts what happens in the container.</summary>
    public const string EventQueue = "document-events";

    private readonly string prefix = $"/blobServices/default/containers/{options.Value.Container}/blobs/";

    /// <summary>Finds changed blobs by polling: for Azurite, and for plans that keep an instance running.</summary>
    [Function(nameof(DocumentBlob))]
    public Task DocumentBlob([BlobTrigger("%Knowledge:Container%/{name}")] BlobClient blob, CancellationToken cancellation) =>
        refresher.RefreshAsync(blob.Name, cancellation);

    /// <summary>Takes the account's events: for Flex Consumption, where polling blobs is not supported. Deletions come this way too.</summary>
    /// <param name="message">An event in the Event Grid or the CloudEvents schema.</param>
    [Function(nameof(DocumentEvent))]
    public async Task DocumentEvent([QueueTrigger(EventQueue)] string message, CancellationToken cancellation)
    {
        if (DocumentOf(message) is { } name)
        {
            await refresher.RefreshAsync(name, cancellation);
        }
        else
        {
            Log.Foreign(logger);
        }
    }

    /// <summary>Compares the whole container with the index: whatever was missed, deletions above all.</summary>
    [Function(nameof(ReconcileDocuments))]
    public async Task ReconcileDocuments([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var report = await refresher.ReconcileAsync(progress: null, cancellation);
        Log.Reconciled(logger, report.Outcomes.Count, report.Outcomes.Count(outcome => outcome.Action == RefreshAction.Failed), report.Duration.TotalSeconds);
    }

    /// <returns>The document's name; null when the event is about something else.</returns>
    private string? DocumentOf(string message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("subject", out var subject)
                && subject.ValueKind == JsonValueKind.String
                && subject.GetString() is { } path
                && path.StartsWith(prefix, StringComparison.Ordinal)
                    ? path[prefix.Length..]
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A message in the queue of document events is about no document; it is dropped.")]
        public static partial void Foreign(ILogger logger);

        [LoggerMessage(LogLevel.Information, "Compared {Documents} documents with the index ({Failed} failed) in {Seconds:0.0} s")]
        public static partial void Reconciled(ILogger logger, int documents, int failed, double seconds);
    }
}
