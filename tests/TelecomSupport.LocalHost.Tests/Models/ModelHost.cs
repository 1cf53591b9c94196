using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Tests.Models;

/// <summary>
/// The local host's own composition and engine, over the shipped documents, demo accounts and prompts, with a model server or without.
/// The local router counts as sure of nothing, so that every turn asks the model from its first step on.
/// </summary>
internal sealed class ModelHost : IAsyncDisposable
{
    public const string Customer = "user_12345";

    private readonly string folder = Directory.CreateTempSubdirectory("telecomsupport-").FullName;
    private IHost? host;

    public IServiceProvider Services => host!.Services;

    /// <param name="endpoint">OpenAI's or Azure's, by its path; null for no model.</param>
    public static async Task<ModelHost> StartAsync(Uri? endpoint, params (string Key, string Value)[] settings)
    {
        var started = new ModelHost();
        var root = Root(AppContext.BaseDirectory);
        var all = new Dictionary<string, string?>
        {
            ["Storage:Path"] = Path.Combine(started.folder, "data"),
            ["Knowledge:Documents"] = Path.Combine(root, "data", "docs"),
            ["Billing:DemoAccounts"] = Path.Combine(root, "data", "demo", "accounts.json"),
            ["Models:Prompts"] = Path.Combine(root, "data", "prompts"),
            ["Models:Provider"] = endpoint is null ? "Embedded" : endpoint.AbsolutePath == "/" ? "AzureOpenAI" : "OpenAI",
            ["Models:Endpoint"] = endpoint?.AbsoluteUri,
            ["Models:ApiKey"] = "key",
            ["Models:EmbeddingModel"] = "",
            ["Models:RouterConfidence"] = "1",
            ["Models:RetryDelaySeconds"] = "0.01",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        started.host = LocalApplication.BuildWorker(all);
        await started.host.StartAsync();
        await started.Services.GetRequiredService<KnowledgeRefresher>().ReconcileAsync(null, default);
        return started;
    }

    public async Task<TurnResult> AskAsync(string message, string thread = "thread", string customer = Customer)
    {
        await Services.GetRequiredService<IConversationStore>().ClaimAsync(thread, customer, default);
        var messageId = Guid.CreateVersion7().ToString("N");
        var turn = new TurnRequest
        {
            TurnId = Ids.Turn(thread, messageId),
            ThreadId = thread,
            CustomerId = customer,
            MessageId = messageId,
            Message = message,
            ReceivedAt = TimeProvider.System.GetUtcNow(),
        };
        var engine = Services.GetRequiredService<ITurnEngine>();
        await engine.SubmitAsync(turn, default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        TurnResult? result = null;
        await foreach (var status in engine.WatchAsync(turn.TurnId, patience.Token))
        {
            result = status.Result;
        }

        return result!;
    }

    public async Task<TurnRecord> RecordAsync(TurnResult result) =>
        (await Services.GetRequiredService<IConversationStore>().FindTurnAsync(result.TurnId, default))!;

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string Root(string path) =>
        File.Exists(Path.Combine(path, "TelecomSupport.Functions.sln")) ? path : Root(Path.GetDirectoryName(path)!);
}
