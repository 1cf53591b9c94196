using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Billing;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests;

/// <summary>The app with all its embedded parts and the shipped documents, on the in-process Durable test host.</summary>
internal sealed class EmbeddedParts : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("telecomsupport-").FullName;
    private DurableTaskTestHost host = null!;

    public IServiceProvider Services => host.Services;

    public DurableTaskClient Client => host.Client;

    public TurnActivities Activities => Services.GetRequiredService<TurnActivities>();

    public IConversationStore Conversations => Services.GetRequiredService<IConversationStore>();

    public static TurnRequest Turn(string message, string thread = "thread") => new()
    {
        TurnId = Ids.Turn(thread, message),
        ThreadId = thread,
        CustomerId = "user_12345",
        MessageId = message,
        Message = message,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
        RequestId = "request-1",
    };

    public static async Task<EmbeddedParts> StartAsync(ILoggerProvider? logs = null)
    {
        var parts = new EmbeddedParts();
        parts.host = await DurableHost.StartAsync(services =>
        {
            AddTo(
                services,
                ("Storage:Path", parts.folder),
                ("Knowledge:Documents", Path.Combine(AppContext.BaseDirectory, "data", "docs")),
                ("Billing:DemoAccounts", Path.Combine(AppContext.BaseDirectory, "data", "demo", "accounts.json")));
            if (logs is not null)
            {
                services.AddSingleton(logs);
            }
        });
        await parts.Services.GetRequiredService<KnowledgeRefresher>().ReconcileAsync(progress: null, default);
        return parts;
    }

    public async Task<TurnResult> AskAsync(TurnRequest turn)
    {
        var engine = Services.GetRequiredService<ITurnEngine>();
        await Conversations.ClaimAsync(turn.ThreadId, turn.CustomerId, default);
        await engine.SubmitAsync(turn, default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        TurnResult? result = null;
        await foreach (var status in engine.WatchAsync(turn.TurnId, patience.Token))
        {
            result = status.Result;
        }

        return result!;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Adds the core with its embedded parts.</summary>
    public static void AddTo(IServiceCollection services, params (string Key, string Value)[] settings)
    {
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build());
        services.AddSupportOptions<StorageOptions>(StorageOptions.Section);
        services.AddTelecomSupport().AddKnowledgeIngestion().AddEmbeddedDatabase().AddEmbeddedStorage().AddEmbeddedIndex().AddDocumentFolder();
        services.AddEmbeddedRouting().AddDemoBilling().AddSingleton<ITurnLanes, SqliteTurnLanes>();
    }
}
