using TelecomSupport.Embedded.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.Engine;

internal static class EngineServices
{
    /// <summary>Adds the engine that runs turns in this process and resumes unfinished ones when the host starts.</summary>
    public static IServiceCollection AddLocalTurnEngine(this IServiceCollection services)
    {
        services.AddSingleton<TurnJournal>();
        services.AddSingleton<StepRetries>();
        services.AddSingleton<EngineLock>();
        services.AddSingleton<LocalTurnEngine>();
        services.AddSingleton<ITurnEngine>(provider => provider.GetRequiredService<LocalTurnEngine>());
        return services.AddHostedService(provider => provider.GetRequiredService<LocalTurnEngine>());
    }
}
