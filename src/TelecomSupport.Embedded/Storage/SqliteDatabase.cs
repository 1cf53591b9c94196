using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace TelecomSupport.Embedded.Storage;

/// <summary>
/// The one file that everything embedded lives in (SQLite, WAL). Reads run at once on the caller's thread, on pooled connections, and see the
/// last commit. Writes run on one writer that commits what has queued up meanwhile in one transaction (group commit), each in a savepoint of
/// its own, in the order of the calls. Several processes may have the file open. Safe for concurrent use.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    public const string FileName = "telecomsupport.db";

    private const int MaxBatch = 256;

    private readonly string path;
    private readonly string connectionString;
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly Channel<Write> writes = Channel.CreateUnbounded<Write>(new() { SingleReader = true });
    private readonly SqliteSession writer;
    private readonly Task writing;

    /// <summary>Opens the file, making the folder and the file when they are absent, and brings its schema up to date.</summary>
    /// <param name="folder">Relative to the current directory.</param>
    /// <param name="busyTimeout">How long to wait for another process that has the file locked, in whole seconds; default 5.</param>
    /// <exception cref="StorageUnavailableException">The file is locked, damaged, from a later version, or can't be written.</exception>
    public SqliteDatabase(string folder, TimeSpan? busyTimeout = null)
    {
        path = Path.GetFullPath(Path.Combine(folder, FileName));
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = (int)(busyTimeout ?? TimeSpan.FromSeconds(5)).TotalSeconds, Pooling = false }.ToString();
        writer = Guard(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return OpenWriter();
        });
        writing = Task.Factory.StartNew(WriteLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Reads from one consistent snapshot.</summary>
    /// <exception cref="StorageUnavailableException">The file can't be read.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        try
        {
            return Task.FromResult(Guard(() => Read(read)));
        }
        catch (Exception exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    /// <summary>Writes in one transaction.</summary>
    /// <param name="write">Runs on the writer's thread; what it throws undoes its own changes only.</param>
    /// <param name="durable">Whether the change must outlast a power failure once this has returned (<c>synchronous=FULL</c>); it outlasts
    /// the process either way.</param>
    /// <exception cref="StorageUnavailableException">The file is locked, full or damaged; nothing was written.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> write, bool durable = true, CancellationToken cancellation = default)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        var queued = new Write<T>(write, durable);
        return writes.Writer.TryWrite(queued)
            ? queued.Task
            : Task.FromException<T>(new StorageUnavailableException($"The database {path} is closed."));
    }

    public async ValueTask DisposeAsync()
    {
        if (!writes.Writer.TryComplete())
        {
            return;
        }

        await writing;
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        writer.Dispose();
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        var session = readers.TryTake(out var pooled) ? pooled : Open();
        try
        {
            session.Execute("BEGIN");
            var value = read(session);
            session.Execute("COMMIT");
            readers.Add(session);
            return value;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private SqliteSession Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteSession OpenWriter()
    {
        var session = Open();
        try
        {
            session.Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;");
            Schema.Upgrade(session, path);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void WriteLoop()
    {
        var batch = new List<Write>(MaxBatch);
        var durable = false;
        while (writes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && writes.Reader.TryRead(out var write))
            {
                batch.Add(write);
            }

            try
            {
                var needed = batch.Exists(write => write.Durable);
                if (needed != durable)
                {
                    writer.Execute(needed ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
                    durable = needed;
                }

                Commit(batch);
            }
            catch (Exception exception)
            {
                var failure = Unavailable(exception);
                batch.ForEach(write => write.Fail(failure));
            }
        }
    }

    private void Commit(List<Write> batch)
    {
        writer.Execute("BEGIN IMMEDIATE");
        try
        {
            foreach (var write in batch)
            {
                writer.Execute("SAVEPOINT one");
                try
                {
                    write.Run(writer);
                }
                catch (Exception exception) when (exception is not SqliteException { SqliteErrorCode: not SQLitePCL.raw.SQLITE_CONSTRAINT })
                {
                    writer.Execute("ROLLBACK TO one");
                    write.Reject(Unavailable(exception));
                }

                writer.Execute("RELEASE one");
            }

            writer.Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }

        batch.ForEach(write => write.Complete());
    }

    private void RollBack()
    {
        try
        {
            writer.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Some failures (a full disk) have rolled the transaction back already; the failure that brought us here is the one to tell.
        }
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private Exception Unavailable(Exception exception) => exception switch
    {
        SqliteException sqlite => new StorageUnavailableException($"The database {path} {Why(sqlite)}.", sqlite),
        IOException or UnauthorizedAccessException => new StorageUnavailableException($"The database {path} can't be opened: {exception.Message}", exception),
        _ => exception,
    };

    // https://www.sqlite.org/rescode.html
    private static string Why(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "is locked by another process",
        SQLitePCL.raw.SQLITE_FULL => "can't grow: the disk is full",
        SQLitePCL.raw.SQLITE_CORRUPT => "is damaged; it was left as it is, restore it from a backup or move it away",
        SQLitePCL.raw.SQLITE_NOTADB => "is not a database of this program; it was left as it is",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => "can't be written",
        SQLitePCL.raw.SQLITE_CANTOPEN => "can't be opened",
        SQLitePCL.raw.SQLITE_IOERR => "can't be read or written: the disk reported an error",
        _ => $"failed: {exception.Message}",
    };

    private abstract class Write(bool durable)
    {
        public bool Durable => durable;

        public abstract void Run(SqliteSession session);

        /// <summary>The write itself failed, and the transaction went on without it.</summary>
        public abstract void Reject(Exception exception);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Write<T>(Func<SqliteSession, T> write, bool durable) : Write(durable)
    {
        private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T value = default!;
        private Exception? rejected;

        public Task<T> Task => completion.Task;

        public override void Run(SqliteSession session)
        {
            value = write(session);
        }

        public override void Reject(Exception exception) => rejected = exception;

        public override void Complete()
        {
            if (rejected is null)
            {
                completion.TrySetResult(value);
            }
            else
            {
                completion.TrySetException(rejected);
            }
        }

        public override void Fail(Exception exception) => completion.TrySetException(exception);
    }
}
