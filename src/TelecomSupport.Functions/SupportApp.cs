using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure;
using TelecomSupport.Azure.Configuration;
using TelecomSupport.Azure.Models;
using TelecomSupport.Azure.Turns;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Billing;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Functions.Knowledge;
using TelecomSupport.Functions.Telemetry;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Http;
using TelecomSupport.Http.Access;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions;

/// <summary>Puts the parts of the Functions app together.</summary>
internal static class SupportApp
{
    public static FunctionsApplicationBuilder AddSupportApp(this FunctionsApplicationBuilder builder)
    {
        builder.Configuration.AddKeyVaultSecrets();
        builder.AddSupportTelemetry();
        // What orchestrations and activities keep is written as everything else of ours is.
        builder.Services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(SupportJson.Options));
        builder.Services.AddSupportParts(builder.Configuration).AddDurableTurnEngine().AddSupportHttp();
        return builder;
    }

    /// <summary>Checks every setting, so that a wrong one is told in one line.</summary>
    /// <exception cref="OptionsValidationException">A configuration value is wrong.</exception>
    public static void Validate(IHost app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var environment = app.Services.GetRequiredService<IHostEnvironment>();
        if (app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.Mode == AuthMode.Anonymous && !environment.IsDevelopment())
        {
            throw new OptionsValidationException(
                AuthOptions.Section, typeof(AuthOptions), ["Auth:Mode=Anonymous takes the Development environment; this is a server on the internet."]);
        }
    }

    /// <summary>Adds the engine, without a Durable client: functions bring it.</summary>
    public static IServiceCollection AddDurableTurnEngine(this IServiceCollection services)
    {
        services.AddSingleton<DurableClient>();
        services.AddSingleton<StepRetries>();
        services.AddSingleton<TurnSignals>();
        services.AddSingleton<TurnStarter>();
        return services.AddSingleton<ITurnEngine, DurableTurnEngine>();
    }

    private static IServiceCollection AddSupportParts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSupportOptions<StorageOptions>(StorageOptions.Section);
        services.AddSupportOptions<RetentionOptions>(RetentionOptions.Section);
        _ = configuration.ReadProvider<StorageProvider>(StorageOptions.Section) == StorageProvider.Azure
            ? services.AddAzureStorage().AddSingleton<ITurnLanes>(provider => ActivatorUtilities.CreateInstance<TableTurnLanes>(provider))
            : services.AddEmbeddedStorage().AddDocumentFolder().AddSingleton<ITurnLanes, SqliteTurnLanes>();
        _ = configuration.ReadProvider<KnowledgeProvider>(KnowledgeOptions.Section) == KnowledgeProvider.AzureAISearch
            ? services.AddAzureSearch()
            : services.AddEmbeddedIndex();
        return services
            .AddTelecomSupport()
            .AddKnowledgeIngestion()
            .AddEmbeddedDatabase()
            .AddEmbeddedRouting()
            .AddDemoBilling()
            .AddLanguageModels(configuration)
            .AddHostedService<KnowledgeStart>();
    }
}
