using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Conversations;
using TelecomSupport.Azure.Escalation;
using TelecomSupport.Azure.Knowledge;
using TelecomSupport.Azure.Search;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Azure;

public static class AzureServices
{
    /// <summary>
    /// Adds conversations in tables, cases in a queue and documents in a blob container of the account that <c>AzureWebJobsStorage</c> names.
    /// A wrong setting fails the validation of <see cref="StorageOptions"/>.
    /// </summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<StorageOptions>, ConnectionRule>();
        services.AddSingleton(provider => AzureStorageConnection.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<AzureStorage>();
        services.AddSingleton<IConversationStore>(provider => ActivatorUtilities.CreateInstance<TableConversationStore>(provider));
        services.AddSingleton<IEscalationDesk>(provider => ActivatorUtilities.CreateInstance<QueueEscalationDesk>(provider));
        return services.AddSingleton<IDocumentSource, BlobDocuments>();
    }

    /// <summary>Adds the knowledge index in Azure AI Search, by the section <c>Search</c>.</summary>
    public static IServiceCollection AddAzureSearch(this IServiceCollection services)
    {
        services.AddSupportOptions<AzureSearchOptions>(AzureSearchOptions.Section);
        return services.AddSingleton<IKnowledgeIndex, AzureAISearchIndex>();
    }

    private sealed class ConnectionRule(IConfiguration configuration) : IValidateOptions<StorageOptions>
    {
        public ValidateOptionsResult Validate(string? name, StorageOptions options)
        {
            try
            {
                AzureStorageConnection.From(configuration);
                return ValidateOptionsResult.Success;
            }
            catch (FormatException malformed)
            {
                return ValidateOptionsResult.Fail(malformed.Message);
            }
        }
    }
}
