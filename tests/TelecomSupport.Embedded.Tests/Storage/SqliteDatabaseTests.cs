using Microsoft.Data.Sqlite;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Embedded.Tests.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, SqliteDatabase.FileName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_ThenRead_SeesIt()
    {
        await using var database = new SqliteDatabase(folder.Path);

        await InsertAsync(database, "a");

        Assert.Equal(["a"], await ThreadsAsync(database));
    }

    [Fact]
    public async Task Write_OneOfManyThrows_OnlyItsOwnChangesAreUndone()
    {
        await using var database = new SqliteDatabase(folder.Path);
        var hold = new ManualResetEventSlim();
        var first = database.WriteAsync(_ => hold.Wait(TimeSpan.FromSeconds(10)));
        var good = InsertAsync(database, "good");
        var bad = database.WriteAsync<int>(session =>
        {
            session.Execute("INSERT INTO threads (thread_id, customer_id) VALUES ('bad', 'c')");
            throw new InvalidOperationException("scripted");
        });
        var constraint = InsertAsync(database, "good");
        var last = InsertAsync(database, "last");
        hold.Set();

        Assert.True(await first);
        await Task.WhenAll(good, last);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => constraint);
        Assert.Equal(["good", "last"], await ThreadsAsync(database));
    }

    [Fact]
    public async Task Write_Concurrent_KeepsTheOrderOfTheCalls()
    {
        await using var database = new SqliteDatabase(folder.Path);

        var seen = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => database.WriteAsync(_ =>
        {
            seen.Add(i);
            return 0;
        }, durable: i % 7 == 0)));

        Assert.Equal(Enumerable.Range(0, 500), seen);
    }

    [Fact]
    public async Task Open_AgainAfterwards_KeepsWhatWasWritten()
    {
        await using (var database = new SqliteDatabase(folder.Path))
        {
            await InsertAsync(database, "a");
        }

        await using var reopened = new SqliteDatabase(folder.Path);
        Assert.Equal(["a"], await ThreadsAsync(reopened));
    }

    [Fact]
    public void Open_NotADatabase_SaysSoAndLeavesItAsItIs()
    {
        System.IO.File.WriteAllText(File, "these are somebody's notes, not a database, and they are long enough to be read as a header of one");

        var failure = Assert.Throws<StorageUnavailableException>(() => new SqliteDatabase(folder.Path));

        Assert.Contains("is not a database of this program", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("these are somebody's notes", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DamagedPages_IsAClearError()
    {
        await using (var database = new SqliteDatabase(folder.Path))
        {
            await database.WriteAsync(session =>
            {
                for (var i = 0; i < 2000; i++)
                {
                    session.Execute("INSERT INTO threads (thread_id, customer_id) VALUES ($1, $2)", $"thread-{i:0000}", new string('c', 100));
                }

                return 0;
            });
        }

        SqliteConnection.ClearAllPools();
        await using (var stream = System.IO.File.OpenWrite(File))
        {
            stream.Position = stream.Length / 2;
            await stream.WriteAsync(Enumerable.Repeat((byte)0xA5, 64 * 1024).ToArray());
        }

        await using var damaged = new SqliteDatabase(folder.Path);
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => ThreadsAsync(damaged));

        Assert.Contains("is damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_FileCannotGrow_FailsClearlyAndKeepsWhatWasThere()
    {
        await using var database = new SqliteDatabase(folder.Path);
        await InsertAsync(database, "before");
        await database.WriteAsync(session => session.First("PRAGMA max_page_count=1", row => row.GetInt64(0)));

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.WriteAsync(session =>
            session.Execute("INSERT INTO threads (thread_id, customer_id) VALUES ('big', $1)", new string('x', 1_000_000))));

        Assert.Contains("the disk is full", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["before"], await ThreadsAsync(database));
        await database.WriteAsync(session => session.First("PRAGMA max_page_count=1000000", row => row.GetInt64(0)));
        await InsertAsync(database, "later");
        Assert.Equal(["before", "later"], await ThreadsAsync(database));
    }

    [Fact]
    public async Task Write_AnotherProcessHoldsTheFile_FailsClearlyThenRecovers()
    {
        await using var database = new SqliteDatabase(folder.Path, TimeSpan.FromSeconds(1));
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        await other.OpenAsync();
        await using (var transaction = other.BeginTransaction(deferred: false))
        {
            var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync(database, "a"));
            Assert.Contains("is locked by another process", failure.Message, StringComparison.Ordinal);
        }

        await InsertAsync(database, "a");
        Assert.Equal(["a"], await ThreadsAsync(database));
    }

    [Fact]
    public async Task Open_WrittenByALaterVersion_IsRefused()
    {
        await using (var database = new SqliteDatabase(folder.Path))
        {
            await database.WriteAsync(session => session.Execute("PRAGMA user_version=999"));
        }

        var failure = Assert.Throws<StorageUnavailableException>(() => new SqliteDatabase(folder.Path));

        Assert.Contains("a later version", failure.Message, StringComparison.Ordinal);
    }

    // The tables that only version 2 had, as it left them.
    [Fact]
    public async Task Open_WrittenByVersion2_KeepsItsPassagesAndFindsThem()
    {
        await using (var database = new SqliteDatabase(folder.Path))
        {
            var passage = new Passage("a-0", "a.md", "Help", ["Abroad"], "Roaming in the EU", 0);
            await new SqliteKnowledgeIndex(database).ReplaceDocumentAsync(
                new("a.md", "Help", "hash", 1, DateTimeOffset.UnixEpoch), [new(passage, null)], CancellationToken.None);
            await database.WriteAsync(session =>
            {
                session.Run("""
                    ALTER TABLE passages DROP COLUMN terms;
                    CREATE VIRTUAL TABLE passage_words USING fts5(title, heading, body, words, content='', contentless_delete=1);
                    CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab(passage_words, row);
                    INSERT INTO passage_words (rowid, title, heading, body, words) VALUES (1, 'help', 'abroad', 'roam in the eu', 'roaming');
                    PRAGMA user_version=2;
                    """);
                return 0;
            });
        }

        await using var reopened = new SqliteDatabase(folder.Path);

        var hit = Assert.Single(await new SqliteKnowledgeIndex(reopened).SearchAsync(new("?", ["roam"], null, 5), CancellationToken.None));
        Assert.Equal("a-0", hit.Passage.Id);
        Assert.Empty(await reopened.ReadAsync(session =>
            session.All("SELECT name FROM sqlite_schema WHERE name LIKE 'passage_words%' OR name = 'passage_vocabulary'", row => row.GetString(0))));
    }

    [Fact]
    public async Task Write_AfterDispose_SaysThatItIsClosed()
    {
        var database = new SqliteDatabase(folder.Path);
        await database.DisposeAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => InsertAsync(database, "a"));
    }

    private static Task<int> InsertAsync(SqliteDatabase database, string thread) =>
        database.WriteAsync(session => session.Execute("INSERT INTO threads (thread_id, customer_id) VALUES ($1, 'c')", thread));

    private static Task<List<string>> ThreadsAsync(SqliteDatabase database) =>
        database.ReadAsync(session => session.All("SELECT thread_id FROM threads ORDER BY thread_id", row => row.GetString(0)));
}
