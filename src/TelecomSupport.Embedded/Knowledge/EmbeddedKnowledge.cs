using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Embedded.Knowledge;

public static class EmbeddedKnowledge
{
    /// <summary>Adds the index in the database.</summary>
    public static IServiceCollection AddEmbeddedIndex(this IServiceCollection services) =>
        services.AddSingleton<IKnowledgeIndex, SqliteKnowledgeIndex>();

    /// <summary>Adds the folder <c>Knowledge:Documents</c> as the source of documents.</summary>
    public static IServiceCollection AddDocumentFolder(this IServiceCollection services)
    {
        services.AddSingleton<FolderDocuments>();
        return services.AddSingleton<IDocumentSource>(provider => provider.GetRequiredService<FolderDocuments>());
    }
}
