using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TelecomSupport.Knowledge.Ingestion;

public static class IngestionServices
{
    /// <summary>
    /// Adds <see cref="KnowledgeRefresher"/> and <see cref="KnowledgeOptions"/>. The <see cref="IDocumentSource"/>, the
    /// <see cref="IKnowledgeIndex"/> and, if there is one, the embedding model come from the host.
    /// </summary>
    public static IServiceCollection AddKnowledgeIngestion(this IServiceCollection services)
    {
        services.AddSupportOptions<KnowledgeOptions>(KnowledgeOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PassageEmbedder>();
        services.TryAddSingleton<KnowledgeRefresher>();
        return services;
    }
}
