using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Contracts.Engine;

/// <summary>An engine over a real store, with a router and an agent whose voice is the test's. Started by the test once it has its script.</summary>
public abstract class ScriptedSupport : IMessageRouter, IReplyComposer, IKnowledgeIndex, IBillingSystem, IEscalationDesk, IAsyncDisposable
{
    private readonly Dictionary<string, string?> settings;

    protected ScriptedSupport(IEnumerable<(string Key, string Value)> settings)
    {
        this.settings = settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
        this.settings["Storage:Path"] = Folder;
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

    public abstract IServiceProvider Services { get; }

    public ITurnEngine Engine => Services.GetRequiredService<ITurnEngine>();

    public IConversationStore Conversations => Services.GetRequiredService<IConversationStore>();

    protected string Folder { get; } = Directory.CreateTempSubdirectory("telecomsupport-").FullName;

    public static TurnRequest Turn(string thread, string message, string? text = null) => new()
    {
        TurnId = Ids.Turn(thread, message),
        ThreadId = thread,
        CustomerId = "customer",
        MessageId = message,
        Message = text ?? message,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
        RequestId = "request-of-" + message,
    };

    public abstract Task StartAsync();

    /// <summary>Submits a message as the HTTP contract does.</summary>
    public async Task<TurnStatus?> SubmitAsync(string thread, string message, string? text = null)
    {
        await Conversations.ClaimAsync(thread, "customer", CancellationToken.None);
        return await Engine.SubmitAsync(Turn(thread, message, text), CancellationToken.None);
    }

    public async Task<TurnResult?> AskAsync(string thread, string message, string? text = null)
    {
        await SubmitAsync(thread, message, text);
        return await ResultAsync(Ids.Turn(thread, message));
    }

    public async Task<TurnResult?> ResultAsync(string turnId)
    {
        TurnResult? result = null;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var status in Engine.WatchAsync(turnId, patience.Token))
        {
            result = status.Result;
        }

        return result;
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return default;
    }

    /// <summary>Adds the core with this script for its parts; the caller adds a store and the engine.</summary>
    protected void AddScript(IServiceCollection services)
    {
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSupportOptions<StorageOptions>(StorageOptions.Section);
        services.AddTelecomSupport();
        services.AddKeyedSingleton<IReplyComposer>("fallback", this);
        services.AddSingleton<IMessageRouter>(this);
        services.AddSingleton<IKnowledgeIndex>(this);
        services.AddSingleton<IBillingSystem>(this);
        services.AddSingleton<IEscalationDesk>(this);
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
