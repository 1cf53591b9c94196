using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Azure.Knowledge;

/// <summary>
/// Keeps the index in step with the container where no blob trigger does: compares both every 5 seconds, or more often when
/// <c>Knowledge:RescanSeconds</c> says so.
/// </summary>
public sealed partial class ContainerWatcher(
    KnowledgeRefresher refresher, IOptions<KnowledgeOptions> options, TimeProvider time, ILogger<ContainerWatcher> logger) : BackgroundService
{
    private const double MostSeconds = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var period = TimeSpan.FromSeconds(Math.Min(options.Value.RescanSeconds, MostSeconds));
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var report = await refresher.ReconcileAsync(null, stoppingToken);
                var (indexed, deleted) = (report.Count(RefreshAction.Indexed), report.Count(RefreshAction.Deleted));
                if (indexed + deleted > 0)
                {
                    Log.Refreshed(logger, indexed, deleted, report.Duration);
                }

                told = null;
                await Task.Delay(period, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                // The same failure every few seconds is told once.
                if (told != exception.Message)
                {
                    Log.Failed(logger, exception.Message, exception is StorageUnavailableException ? null : exception);
                    told = exception.Message;
                }

                await Task.Delay(period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Knowledge base refreshed: {Indexed} indexed, {Deleted} deleted in {Duration}")]
        public static partial void Refreshed(ILogger logger, int indexed, int deleted, TimeSpan duration);

        [LoggerMessage(Level = LogLevel.Error, Message = "The knowledge base could not be refreshed and is tried again every few seconds: {Reason}")]
        public static partial void Failed(ILogger logger, string reason, Exception? exception);
    }
}
