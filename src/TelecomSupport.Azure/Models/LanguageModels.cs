using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Models;

namespace TelecomSupport.Azure.Models;

public static class LanguageModels
{
    /// <summary>
    /// Puts the configured language model in front of the router and the agents, with a health check <c>language_model</c>; without one
    /// configured, changes and loads nothing. To be called after <c>AddTelecomSupport</c> and the registration of the router.
    /// </summary>
    public static IServiceCollection AddLanguageModels(this IServiceCollection services, IConfiguration configuration)
    {
        if (!services.AddModelsOptions(configuration))
        {
            return services;
        }

        var embedding = configuration[$"{ModelsOptions.Section}:{nameof(ModelsOptions.EmbeddingModel)}"];
        services.AddModelAgents(
            provider => ModelClients.Chat(provider.GetRequiredService<IOptions<ModelsOptions>>().Value),
            embedding is "" ? null : provider => ModelClients.Embeddings(provider.GetRequiredService<IOptions<ModelsOptions>>().Value));
        services.AddHealthChecks().AddCheck<ModelHealthCheck>("language_model");
        return services;
    }
}
