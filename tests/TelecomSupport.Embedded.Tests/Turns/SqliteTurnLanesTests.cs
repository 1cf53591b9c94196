using TelecomSupport.Contracts;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Embedded.Tests.Turns;

public sealed class SqliteTurnLanesTests : TurnLanesContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SqliteDatabase> databases = [];

    public void Dispose()
    {
        databases.ForEach(database => database.DisposeAsync().AsTask().GetAwaiter().GetResult());
        folder.Dispose();
    }

    protected override ITurnLanes Open()
    {
        databases.Add(new SqliteDatabase(folder.Path));
        return new SqliteTurnLanes(databases[^1]);
    }
}
