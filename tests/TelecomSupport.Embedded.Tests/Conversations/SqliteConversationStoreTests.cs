using TelecomSupport.Contracts;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Conversations;
using TelecomSupport.Embedded.Storage;

namespace TelecomSupport.Embedded.Tests.Conversations;

public sealed class SqliteConversationStoreTests : ConversationStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteDatabase> databases = [];

    public void Dispose()
    {
        databases.ForEach(database => database.DisposeAsync().AsTask().GetAwaiter().GetResult());
        folder.Dispose();
    }

    protected override IConversationStore Open()
    {
        databases.Add(new SqliteDatabase(folder.Path));
        return new SqliteConversationStore(databases[^1], Time);
    }
}
