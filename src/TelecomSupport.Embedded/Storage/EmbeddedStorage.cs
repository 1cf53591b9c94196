using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Conversations;
using TelecomSupport.Embedded.Escalation;
using TelecomSupport.Escalation;

namespace TelecomSupport.Embedded.Storage;

public static class EmbeddedStorage
{
    /// <summary>Adds the database in <see cref="StorageOptions.Path"/>, opened when first needed.</summary>
    public static IServiceCollection AddEmbeddedDatabase(this IServiceCollection services) =>
        services.AddSingleton(provider => new SqliteDatabase(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Path));

    /// <summary>Adds conversations and escalations kept in the database.</summary>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services)
    {
        services.AddSingleton<IConversationStore, SqliteConversationStore>();
        return services.AddSingleton<IEscalationDesk, SqliteEscalationDesk>();
    }
}
