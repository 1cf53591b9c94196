using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Conversations;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Escalation;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.LocalHost.Engine;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Tests.Engine;

/// <summary>
/// The engine over a real database, with an agent whose voice is the test's. Restarting it is a new process as far as the engine can tell.
/// </summary>
internal sealed class EngineFixture : IMessageRouter, IReplyComposer, IKnowledgeIndex, IBillingSystem, IEscalationDesk, IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("telecomsupport-").FullName;
    private readonly Dictionary<string, string?> settings = [];
    private ServiceProvider? services;

    public EngineFixture(params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            this.settings[key] = value;
        }

        this.settings["Storage:Path"] = folder;
    }

    /// <summary>What the agent replies; by default the message back.</summary>
    public Func<ComposeContext, CancellationToken, Task<Composition>> Compose { get; set; } =
        (context, _) => Task.FromResult(new Composition { Reply = $"You said: {context.Turn.Message}" });

    public Func<string, RouteDecision> Route { get; set; } = _ => new()
    {
        Category = "other",
        Confidence = 1,
        Source = RouteSource.Classifier,
        Language = "en",
        Sentiment = Sentiment.Neutral,
    };

    public List<EscalationCase> Cases { get; } = [];

    public int Routed { get; private set; }

    public ITurnEngine Engine => services!.GetRequiredService<ITurnEngine>();

    public IConversationStore Conversations => services!.GetRequiredService<IConversationStore>();

    public TurnJournal Journal => services!.GetRequiredService<TurnJournal>();

    public static TurnRequest Turn(string thread, string message, string? text = null) => new()
    {
        TurnId = Ids.Turn(thread, message),
        ThreadId = thread,
        CustomerId = "customer",
        MessageId = message,
        Message = text ?? message,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
    };

    public async Task StartAsync()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.AddSupportOptions<StorageOptions>(StorageOptions.Section);
        collection.AddTelecomSupport();
        collection.AddKeyedSingleton<IReplyComposer>("fallback", this);
        collection.AddSingleton<IMessageRouter>(this);
        collection.AddSingleton<IKnowledgeIndex>(this);
        collection.AddSingleton<IBillingSystem>(this);
        collection.AddSingleton<IEscalationDesk>(this);
        collection.AddEmbeddedDatabase();
        collection.AddSingleton<IConversationStore, SqliteConversationStore>();
        collection.AddLocalTurnEngine();
        services = collection.BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops at once, as a process that is given no time to finish its turns.</summary>
    public async Task CutOffAsync()
    {
        foreach (var service in services!.GetServices<IHostedService>())
        {
            await service.StopAsync(new CancellationToken(canceled: true));
        }

        await services!.DisposeAsync();
    }

    public async Task<TurnResult?> AskAsync(string thread, string message, string? text = null)
    {
        await Conversations.ClaimAsync(thread, "customer", CancellationToken.None);
        await Engine.SubmitAsync(Turn(thread, message, text), CancellationToken.None);
        return await ResultAsync(Ids.Turn(thread, message));
    }

    public async Task<TurnResult?> ResultAsync(string turnId)
    {
        TurnResult? result = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var status in Engine.WatchAsync(turnId, patience.Token))
        {
            result = status.Result;
        }

        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await CutOffAsync();
        Directory.Delete(folder, recursive: true);
    }

    Task<RouteDecision> IMessageRouter.RouteAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        Routed++;
        return Task.FromResult(Route(message));
    }

    Task<Composition> IReplyComposer.ComposeAsync(ComposeContext context, CancellationToken cancellation) => Compose(context, cancellation);

    Task IEscalationDesk.OpenAsync(EscalationCase escalation, CancellationToken cancellation)
    {
        Cases.Add(escalation);
        return Task.CompletedTask;
    }

    Task IEscalationDesk.AddTurnAsync(string caseId, TurnRecord turn, CancellationToken cancellation) => Task.CompletedTask;

    Task<IReadOnlyList<ScoredPassage>> IKnowledgeIndex.SearchAsync(KnowledgeQuery query, CancellationToken cancellation) => throw Unused();

    Task<Lexicon> IKnowledgeIndex.ReadLexiconAsync(CancellationToken cancellation) => throw Unused();

    Task<IReadOnlyList<Passage>> IKnowledgeIndex.GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation) => throw Unused();

    Task<IReadOnlyList<IndexedDocument>> IKnowledgeIndex.ListDocumentsAsync(CancellationToken cancellation) => throw Unused();

    Task<IndexedDocument?> IKnowledgeIndex.FindDocumentAsync(string name, CancellationToken cancellation) => throw Unused();

    Task IKnowledgeIndex.ReplaceDocumentAsync(IndexedDocument document, IReadOnlyList<EmbeddedPassage> passages, CancellationToken cancellation) => throw Unused();

    Task<bool> IKnowledgeIndex.DeleteDocumentAsync(string name, CancellationToken cancellation) => throw Unused();

    Task<BillingAccount?> IBillingSystem.FindAccountAsync(string customerId, CancellationToken cancellation) => throw Unused();

    Task<IReadOnlyList<Product>> IBillingSystem.ListProductsAsync(string customerId, CancellationToken cancellation) => throw Unused();

    Task<IReadOnlyList<CustomerBill>> IBillingSystem.ListBillsAsync(string customerId, CancellationToken cancellation) => throw Unused();

    Task<RefundCase> IBillingSystem.OpenRefundCaseAsync(
        string customerId, RefundRequest request, string idempotencyKey, CancellationToken cancellation) => throw Unused();

    Task<IReadOnlyList<RefundCase>> IBillingSystem.ListRefundCasesAsync(string customerId, CancellationToken cancellation) => throw Unused();

    private static InvalidOperationException Unused() => new("The engine's tests have no such call.");
}
