using TelecomSupport.Azure.Conversations;
using TelecomSupport.Azure.Tests.Storage;
using TelecomSupport.Contracts;
using TelecomSupport.Contracts.Azurite;
using TelecomSupport.Conversations;

namespace TelecomSupport.Azure.Tests.Conversations;

[Collection(AzuriteTests.Name)]
public sealed class TableConversationStoreTests(AzuriteServer azurite) : ConversationStoreContract
{
    protected override IConversationStore Open() => new TableConversationStore(azurite.Open(), Time);
}
