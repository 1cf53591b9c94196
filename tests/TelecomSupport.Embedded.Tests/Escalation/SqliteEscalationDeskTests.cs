using TelecomSupport.Contracts;
using TelecomSupport.Embedded.Escalation;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Escalation;

namespace TelecomSupport.Embedded.Tests.Escalation;

public sealed class SqliteEscalationDeskTests : EscalationDeskContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteEscalationDeskTests() => database = new(folder.Path);

    public void Dispose()
    {
        database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        folder.Dispose();
    }

    protected override IEscalationDesk Open() => new SqliteEscalationDesk(database);

    protected override Task<EscalationCase?> FindAsync(string caseId) => new SqliteEscalationDesk(database).FindAsync(caseId, CancellationToken.None);
}
