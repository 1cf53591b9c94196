using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TelecomSupport.Contracts.Engine;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Conversations;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.LocalHost.Engine;

namespace TelecomSupport.LocalHost.Tests.Engine;

/// <summary>The local engine over a real database. Restarting it is a new process as far as the engine can tell.</summary>
internal sealed class EngineFixture(params (string Key, string Value)[] settings) : ScriptedSupport(settings)
{
    private ServiceProvider? services;

    public override IServiceProvider Services => services!;

    public TurnJournal Journal => Services.GetRequiredService<TurnJournal>();

    public override async Task StartAsync()
    {
        var collection = new ServiceCollection();
        AddScript(collection);
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

    public override async ValueTask DisposeAsync()
    {
        await CutOffAsync();
        await base.DisposeAsync();
    }
}
