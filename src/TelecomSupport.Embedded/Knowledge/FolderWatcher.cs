using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>
/// Keeps the index in step with the folder: once at start, soon after files change, and every <c>Knowledge:RescanSeconds</c> for what file
/// system notifications miss (network drives, containers).
/// </summary>
public sealed partial class FolderWatcher(
    FolderDocuments documents,
    KnowledgeRefresher refresher,
    IOptions<KnowledgeOptions> options,
    TimeProvider time,
    ILogger<FolderWatcher> logger) : BackgroundService
{
    // A copy arrives as several notifications: what happens within this time is refreshed together.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not disposed of: a notification may still be on its way when the watcher has gone.
        var changes = new SemaphoreSlim(0, 1);
        FileSystemWatcher? watcher = null;
        try
        {
            while (true)
            {
                watcher ??= Watch(changes);
                await RefreshAsync(stoppingToken);
                await WaitAsync(changes, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
        finally
        {
            watcher?.Dispose();
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            var report = await refresher.ReconcileAsync(null, cancellation);
            var (indexed, deleted) = (report.Count(RefreshAction.Indexed), report.Count(RefreshAction.Deleted));
            if (indexed + deleted > 0)
            {
                Log.Refreshed(logger, indexed, deleted, report.Duration);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(logger, e);
        }
    }

    private async Task WaitAsync(SemaphoreSlim changes, CancellationToken cancellation)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var change = changes.WaitAsync(woken.Token);
        var rescan = Task.Delay(TimeSpan.FromSeconds(options.Value.RescanSeconds), time, woken.Token);
        await Task.WhenAny(change, rescan);
        cancellation.ThrowIfCancellationRequested();
        if (change.IsCompletedSuccessfully)
        {
            await Task.Delay(Settle, time, cancellation);
        }

        await woken.CancelAsync();
    }

    // Null when the folder can't be watched, because it isn't there yet or the system's watches are used up; rescans see to it then.
    private FileSystemWatcher? Watch(SemaphoreSlim changes)
    {
        try
        {
            var watcher = new FileSystemWatcher(documents.Folder);
            void Note(string? name)
            {
                lock (changes)
                {
                    if ((name is null || FolderDocuments.IsVisible(name)) && changes.CurrentCount == 0)
                    {
                        changes.Release();
                    }
                }
            }

            watcher.Changed += (_, e) => Note(e.Name);
            watcher.Created += (_, e) => Note(e.Name);
            watcher.Deleted += (_, e) => Note(e.Name);
            watcher.Renamed += (_, _) => Note(null);
            watcher.Error += (_, _) => Note(null);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            Log.NotWatched(logger, documents.Folder, options.Value.RescanSeconds, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Knowledge base refreshed: {Indexed} indexed, {Deleted} deleted in {Duration}")]
        public static partial void Refreshed(ILogger logger, int indexed, int deleted, TimeSpan duration);

        [LoggerMessage(Level = LogLevel.Error, Message = "The knowledge base could not be refreshed; the next rescan tries again")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} can't be watched and is rescanned every {Seconds} s instead: {Reason}")]
        public static partial void NotWatched(ILogger logger, string folder, double seconds, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "Stopped watching the documents")]
        public static partial void Stopped(ILogger logger);
    }
}
