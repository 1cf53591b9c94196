using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;

namespace TelecomSupport.Azure.Escalation;

/// <summary>
/// Sends cases, and what customers write while one is open, to a storage queue for the people's own system to take. The whole of each is kept
/// as a blob first; the message carries the conversation when it fits and always says the blob. A call that is repeated sends nothing more;
/// one that was interrupted before its message was sent sends it when it is repeated, so a message comes at least once.
/// </summary>
/// <param name="name">The queue's and the container's name; made when they are absent.</param>
public sealed class QueueEscalationDesk(AzureStorage storage, string name = "escalations") : IEscalationDesk
{
    private const string Service = "The escalation queue";
    private const string Sent = "sent";

    // A message takes 64 KiB, and a third of that is lost to base64:
    // https://learn.microsoft.com/azure/storage/queues/scalability-targets.
    private const int MaxMessageBytes = 48 * 1024;

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public Task OpenAsync(EscalationCase escalation, CancellationToken cancellation) => SendOnceAsync(
        CaseBlob(escalation.CaseId),
        escalation,
        (kept, blob) => new EscalationMessage
        {
            Kind = EscalationMessageKind.CaseOpened,
            CaseId = kept.CaseId,
            Reason = kept.Reason,
            ThreadId = kept.ThreadId,
            CustomerId = kept.CustomerId,
            Language = kept.Language,
            At = kept.OpenedAt,
            Blob = blob,
            Conversation = kept.Conversation,
        },
        cancellation);

    public Task AddTurnAsync(string caseId, TurnRecord turn, CancellationToken cancellation) => SendOnceAsync(
        TurnsOf(caseId) + turn.Request.ReceivedAt.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) + "-" + TableKey.Of(turn.Request.TurnId) + ".json",
        turn,
        (kept, blob) => new EscalationMessage
        {
            Kind = EscalationMessageKind.TurnAdded,
            CaseId = caseId,
            ThreadId = kept.Request.ThreadId,
            CustomerId = kept.Request.CustomerId,
            Language = kept.Result.Language,
            At = kept.Request.ReceivedAt,
            Blob = blob,
            Conversation = [kept],
        },
        cancellation);

    /// <returns>The case with the turns added since, oldest first; null when there is none by this id.</returns>
    public Task<EscalationCase?> FindAsync(string caseId, CancellationToken cancellation) => AzureFailures.GuardAsync(
        Service,
        async () =>
        {
            var container = await storage.ContainerAsync(name, cancellation);
            var blob = container.GetBlobClient(CaseBlob(caseId));
            if (!await blob.ExistsAsync(cancellation))
            {
                return null;
            }

            var added = new List<TurnRecord>();
            await foreach (var item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, TurnsOf(caseId), cancellation))
            {
                added.Add(await ReadAsync<TurnRecord>(container.GetBlobClient(item.Name), cancellation));
            }

            var kept = await ReadAsync<EscalationCase>(blob, cancellation);
            return kept with { Conversation = [.. kept.Conversation, .. added] };
        },
        cancellation);

    private static string CaseBlob(string caseId) => TableKey.Of(caseId) + "/case.json";

    private static string TurnsOf(string caseId) => TableKey.Of(caseId) + "/turns/";

    private static async Task<T> ReadAsync<T>(BlobClient blob, CancellationToken cancellation)
    {
        var content = await blob.DownloadContentAsync(cancellation);
        return content.Value.Content.ToObjectFromJson<T>(SupportJson.Options) ?? throw new JsonException("A blob has no record.");
    }

    private static BinaryData Fitting(EscalationMessage message)
    {
        var whole = JsonSerializer.SerializeToUtf8Bytes(message, SupportJson.Options);
        return BinaryData.FromBytes(
            whole.Length <= MaxMessageBytes ? whole : JsonSerializer.SerializeToUtf8Bytes(message with { Conversation = null }, SupportJson.Options));
    }

    private Task SendOnceAsync<T>(string path, T record, Func<T, string, EscalationMessage> message, CancellationToken cancellation) => AzureFailures.GuardAsync(
        Service,
        async () =>
        {
            var blob = (await storage.ContainerAsync(name, cancellation)).GetBlobClient(path);
            try
            {
                var content = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(record, SupportJson.Options));
                await blob.UploadAsync(content, new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } }, cancellation);
            }
            catch (RequestFailedException failed) when (failed.Status is 409 or 412)
            {
                var properties = await blob.GetPropertiesAsync(cancellationToken: cancellation);
                if (properties.Value.Metadata.ContainsKey(Sent))
                {
                    return;
                }

                record = await ReadAsync<T>(blob, cancellation);
            }

            var queue = await storage.QueueAsync(name, cancellation);
            await queue.SendMessageAsync(Fitting(message(record, $"{name}/{path}")), timeToLive: Forever, cancellationToken: cancellation);
            await blob.SetMetadataAsync(new Dictionary<string, string> { [Sent] = "true" }, cancellationToken: cancellation);
        },
        cancellation);
}
