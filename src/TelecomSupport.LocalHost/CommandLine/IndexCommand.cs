using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>index</c>: makes the index follow the documents now.</summary>
internal static class IndexCommand
{
    public static Command Create(Dictionary<string, string?> settings)
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("index", "Index the documents that changed and report on each; exit code 1 when one was refused.") { json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var host = LocalApplication.BuildWorker(settings);
            var refresher = host.Services.GetRequiredService<KnowledgeRefresher>();
            var asJson = parsed.GetValue(json);
            var report = asJson || !AnsiConsole.Profile.Capabilities.Interactive
                ? await refresher.ReconcileAsync(null, cancellation)
                : await ReconcileVisiblyAsync(refresher, cancellation);
            if (asJson)
            {
                Console.WriteLine(JsonSerializer.Serialize(report, SupportJson.Options));
            }
            else
            {
                Print(report);
            }

            return report.Count(RefreshAction.Refused) + report.Count(RefreshAction.Failed) == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static Task<RefreshReport> ReconcileVisiblyAsync(KnowledgeRefresher refresher, CancellationToken cancellation) =>
        AnsiConsole.Progress().StartAsync(context =>
        {
            var task = context.AddTask("Indexing");
            return refresher.ReconcileAsync(new Bar(task), cancellation);
        });

    private static void Print(RefreshReport report)
    {
        foreach (var outcome in report.Outcomes)
        {
            Console.WriteLine($"{outcome.Action,-9} {outcome.Name}{(outcome.Reason is null ? $" ({outcome.Passages} passages)" : $": {outcome.Reason}")}");
        }

        var counts = report.Outcomes.GroupBy(outcome => outcome.Action).Select(group => $"{group.Count()} {group.Key}");
        Console.WriteLine($"{string.Join(", ", counts)} in {report.Duration.TotalMilliseconds:F0} ms");
    }

    // Reports on the worker's thread, so that the bar is complete before the report is printed.
    private sealed class Bar(ProgressTask task) : IProgress<RefreshProgress>
    {
        public void Report(RefreshProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
