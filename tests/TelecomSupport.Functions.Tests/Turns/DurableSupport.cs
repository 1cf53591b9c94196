using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Contracts.Engine;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Conversations;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

/// <summary>The Durable engine over a real database, on the in-process Durable test host.</summary>
internal sealed class DurableSupport(params (string Key, string Value)[] settings) : ScriptedSupport(settings)
{
    private DurableTaskTestHost? host;

    public override IServiceProvider Services => host!.Services;

    public DurableTaskClient Client => host!.Client;

    public ITurnLanes Lanes => Services.GetRequiredService<ITurnLanes>();

    /// <summary>Replaces the conversations for the engine and its steps.</summary>
    public Func<IConversationStore, IConversationStore> WrapConversations { get; set; } = store => store;

    public override async Task StartAsync() => host = await DurableHost.StartAsync(services =>
    {
        AddScript(services);
        services.AddEmbeddedDatabase();
        services.AddSingleton<SqliteConversationStore>();
        services.AddSingleton(provider => WrapConversations(provider.GetRequiredService<SqliteConversationStore>()));
        services.AddSingleton<ITurnLanes, SqliteTurnLanes>();
        services.AddSupportOptions<RetentionOptions>(RetentionOptions.Section);
    });

    public override async ValueTask DisposeAsync()
    {
        await host!.DisposeAsync();
        await base.DisposeAsync();
    }
}
