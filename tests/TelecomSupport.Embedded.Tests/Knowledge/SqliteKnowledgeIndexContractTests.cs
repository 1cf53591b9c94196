using TelecomSupport.Contracts;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Embedded.Tests.Knowledge;

public sealed class SqliteKnowledgeIndexContractTests : KnowledgeIndexContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteDatabase> databases = [];

    public void Dispose()
    {
        databases.ForEach(database => database.DisposeAsync().AsTask().GetAwaiter().GetResult());
        folder.Dispose();
    }

    protected override IKnowledgeIndex Open()
    {
        databases.Add(new SqliteDatabase(folder.Path));
        return new SqliteKnowledgeIndex(databases[^1]);
    }
}
