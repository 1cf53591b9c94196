using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Fallback;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Technical;
using TelecomSupport.Turns;

namespace TelecomSupport;

public static class SupportServices
{
    /// <summary>Adds the core: agents, workflow and steps. The ports and an <see cref="ITurnEngine"/> come from the host.</summary>
    public static IServiceCollection AddTelecomSupport(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSupportOptions<ChatOptions>(ChatOptions.Section);
        services.AddSupportOptions<BillingOptions>(BillingOptions.Section);
        services.AddSingleton<AgentCatalog>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<PassageRetriever>();
        services.AddSingleton<BillingTools>();
        services.AddSingleton<TurnSteps>();
        services.AddSingleton(provider => new TurnWorkflow(
            provider.GetRequiredService<AgentCatalog>(),
            provider.GetRequiredService<IOptions<ChatOptions>>().Value.MaxToolIterations));
        return services
            .AddAgent<ExtractiveReply>(TechnicalAgent.Definition)
            .AddAgent<BillingDialogue>(BillingAgent.Definition)
            .AddAgent<ClarificationReply>(FallbackAgent.Definition);
    }

    /// <summary>Registers an agent and its voice.</summary>
    public static IServiceCollection AddAgent<TComposer>(this IServiceCollection services, Agent agent)
        where TComposer : class, IReplyComposer
    {
        services.AddSingleton(agent);
        return services.AddKeyedSingleton<IReplyComposer, TComposer>(agent.Name);
    }
}
