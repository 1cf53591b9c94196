using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.LocalHost;
using TelecomSupport.Turns;

namespace TelecomSupport.Benchmarks;

/// <summary>A whole turn on the local engine without HTTP: accepted, journalled step by step and saved durably, each in a new thread.</summary>
[MemoryDiagnoser]
public class TurnBenchmarks
{
    private readonly string storage = Directory.CreateTempSubdirectory("telecomsupport-").FullName;
    private IHost host = null!;
    private ITurnEngine engine = null!;
    private IConversationStore conversations = null!;
    private int turns;

    [GlobalSetup]
    public async Task StartAsync()
    {
        host = LocalApplication.BuildWorker(new Dictionary<string, string?>
        {
            ["Storage:Path"] = storage,
            ["Knowledge:Documents"] = Path.Combine(Data(), "docs"),
            ["Billing:DemoAccounts"] = Path.Combine(Data(), "demo", "accounts.json"),
        });
        await host.StartAsync();
        await host.Services.GetRequiredService<KnowledgeRefresher>().ReconcileAsync(null, CancellationToken.None);
        engine = host.Services.GetRequiredService<ITurnEngine>();
        conversations = host.Services.GetRequiredService<IConversationStore>();
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
        Directory.Delete(storage, recursive: true);
    }

    [Benchmark]
    public Task<TurnResult> Technical() => TurnAsync("How long is an access token valid?");

    [Benchmark]
    public Task<TurnResult> Billing() => TurnAsync("What plan am I on?");

    [Benchmark]
    public Task<TurnResult> Other() => TurnAsync("hello");

    // BenchmarkDotNet builds and runs in folders of its own below the repository.
    private static string Data()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "data", "docs")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository's data folder is not above the benchmark.");
        }

        return Path.Combine(folder, "data");
    }

    private async Task<TurnResult> TurnAsync(string message)
    {
        var id = $"{++turns}";
        await conversations.ClaimAsync(id, "user_12345", CancellationToken.None);
        await engine.SubmitAsync(
            new()
            {
                TurnId = Ids.Turn(id, id),
                ThreadId = id,
                CustomerId = "user_12345",
                MessageId = id,
                Message = message,
                ReceivedAt = TimeProvider.System.GetUtcNow(),
            },
            CancellationToken.None);
        await foreach (var status in engine.WatchAsync(Ids.Turn(id, id), CancellationToken.None))
        {
            if (status.Result is { } result)
            {
                return result;
            }
        }

        throw new InvalidOperationException("The turn ended without a result.");
    }
}
