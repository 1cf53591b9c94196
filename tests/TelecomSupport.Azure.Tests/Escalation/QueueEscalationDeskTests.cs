using System.Text.Json;
using Azure.Storage.Queues;
using TelecomSupport.Azure.Escalation;
using TelecomSupport.Azure.Tests.Storage;
using TelecomSupport.Contracts;
using TelecomSupport.Contracts.Azurite;
using TelecomSupport.Escalation;
using static TelecomSupport.Contracts.TestTurns;

namespace TelecomSupport.Azure.Tests.Escalation;

[Collection(AzuriteTests.Name)]
public sealed class QueueEscalationDeskTests(AzuriteServer azurite) : EscalationDeskContract
{
    private readonly string name = NewId("escalations");

    [SkippableFact]
    public async Task Open_AndAddTurn_SendOneMessageEachThatNeverExpires()
    {
        var escalation = Case(1, 2);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Open().OpenAsync(escalation, CancellationToken.None);
            await Open().AddTurnAsync(escalation.CaseId, Turn(3), CancellationToken.None);
        }

        var messages = await MessagesAsync();

        Assert.Equal([EscalationMessageKind.CaseOpened, EscalationMessageKind.TurnAdded], messages.Select(message => message.Kind));
        Assert.Equal((escalation.CaseId, escalation.ThreadId, "customer", EscalationReason.PersonRequested, escalation.OpenedAt),
            (messages[0].CaseId, messages[0].ThreadId, messages[0].CustomerId, messages[0].Reason, messages[0].At));
        Assert.Equal(Json(escalation.Conversation), Json(messages[0].Conversation));
        Assert.Equal(["Answer 3 [1]"], Responses(messages[1].Conversation!));
    }

    [SkippableFact]
    public async Task Open_ConversationTooLongForAMessage_IsSentByReference()
    {
        var escalation = Case(1) with { Conversation = [Turn(1, response: new string('x', 60_000))] };

        await Open().OpenAsync(escalation, CancellationToken.None);

        var message = Assert.Single(await MessagesAsync());
        Assert.Null(message.Conversation);
        Assert.Equal($"{name}/{escalation.CaseId}/case.json", message.Blob);
        var container = await azurite.Open().ContainerAsync(name, CancellationToken.None);
        var blob = await container.GetBlobClient($"{escalation.CaseId}/case.json").DownloadContentAsync();
        Assert.Equal(Json(escalation), blob.Value.Content.ToString());
    }

    [SkippableFact]
    public async Task Open_InterruptedBeforeItsMessage_SendsItWhenRepeated()
    {
        var escalation = Case(1);
        var container = await azurite.Open().ContainerAsync(name, CancellationToken.None);
        await container.UploadBlobAsync($"{escalation.CaseId}/case.json", BinaryData.FromString(Json(escalation)));

        await Open().OpenAsync(escalation with { Reason = EscalationReason.Upset }, CancellationToken.None);
        await Open().OpenAsync(escalation, CancellationToken.None);

        Assert.Equal(EscalationReason.PersonRequested, Assert.Single(await MessagesAsync()).Reason);
    }

    protected override IEscalationDesk Open() => Desk();

    protected override Task<EscalationCase?> FindAsync(string caseId) => Desk().FindAsync(caseId, CancellationToken.None);

    private QueueEscalationDesk Desk() => new(azurite.Open(), name);

    private async Task<List<EscalationMessage>> MessagesAsync()
    {
        // As a queue trigger reads them: base64 of UTF-8.
        var queue = new QueueClient(azurite.ConnectionString, name, new() { MessageEncoding = QueueMessageEncoding.Base64 });
        var received = await queue.ReceiveMessagesAsync(maxMessages: 32);
        Assert.All(received.Value, message => Assert.True(message.ExpiresOn > DateTimeOffset.MaxValue.AddYears(-1)));
        return [.. received.Value.Select(message => JsonSerializer.Deserialize<EscalationMessage>(message.Body, SupportJson.Options)!)];
    }
}
