using System.Net;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure;
using TelecomSupport.Azure.Configuration;
using TelecomSupport.Azure.Knowledge;
using TelecomSupport.Azure.Models;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Billing;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Http;
using TelecomSupport.Http.Access;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.LocalHost.Engine;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost;

/// <summary>Puts the parts together: the server, and the same without HTTP for the command line.</summary>
internal static class LocalApplication
{
    public const string DefaultUrl = "http://localhost:7071";

    /// <param name="settings">Configuration values that win over every other source.</param>
    /// <param name="urls">Where to listen; null for the configured address, or <see cref="DefaultUrl"/>.</param>
    /// <exception cref="OptionsValidationException">A configuration value is wrong.</exception>
    /// <exception cref="StorageUnavailableException">The database can't be opened, or another process serves from it.</exception>
    /// <exception cref="InvalidDataException">A file that the service is made of is not as it must be, such as the demo accounts.</exception>
    public static WebApplication BuildServer(IReadOnlyDictionary<string, string?> settings, string? urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddSettings(settings);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft", LogLevel.Warning);
        urls ??= builder.Configuration["urls"] ?? DefaultUrl;
        builder.WebHost.UseUrls(urls).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddLocalSupport(builder.Configuration).AddSupportHttp();
        _ = UsesAzureStorage(builder.Configuration)
            ? builder.Services.AddHostedService<ContainerWatcher>()
            : builder.Services.AddHostedService<FolderWatcher>();

        var app = Validated(builder.Build());
        RefuseAnonymousBeyondThisMachine(app, urls);
        if (!app.Services.GetRequiredService<EngineLock>().TryTake())
        {
            var path = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Path;
            throw new StorageUnavailableException($"Another process serves from {path}; stop it, or give this one its own with --Storage:Path.");
        }

        // What a turn needs is made now, so that a damaged file stops the start and not the first customer.
        app.Services.GetRequiredService<TurnSteps>();
        app.MapSupportRoutes();
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"TelecomSupport listens on {string.Join(", ", app.Urls)}"));
        return app;
    }

    /// <summary>The parts without HTTP, quiet but for warnings, which go to standard error.</summary>
    public static IHost BuildWorker(IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddSettings(settings);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddLocalSupport(builder.Configuration);
        return Validated(builder.Build());
    }

    // Before anything starts, so that a wrong value is told in its own words and not as a host that failed.
    private static THost Validated<THost>(THost host)
        where THost : IHost
    {
        try
        {
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    private static void AddSettings(this ConfigurationManager configuration, IReadOnlyDictionary<string, string?> settings)
    {
        configuration.AddInMemoryCollection(settings);
        configuration.AddKeyVaultSecrets();
        // They may name the vault, and win over it.
        configuration.AddInMemoryCollection(settings);
    }

    private static IServiceCollection AddLocalSupport(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSupportOptions<StorageOptions>(StorageOptions.Section);
        _ = UsesAzureStorage(configuration) ? services.AddAzureStorage() : services.AddEmbeddedStorage().AddDocumentFolder();
        _ = configuration.ReadProvider<KnowledgeProvider>(KnowledgeOptions.Section) == KnowledgeProvider.AzureAISearch
            ? services.AddAzureSearch()
            : services.AddEmbeddedIndex();
        // The journal and the demo's refund cases are this process's own, wherever conversations are kept.
        return services
            .AddTelecomSupport()
            .AddKnowledgeIngestion()
            .AddEmbeddedDatabase()
            .AddEmbeddedRouting()
            .AddDemoBilling()
            .AddLanguageModels(configuration)
            .AddLocalTurnEngine();
    }

    private static bool UsesAzureStorage(IConfiguration configuration) =>
        configuration.ReadProvider<StorageProvider>(StorageOptions.Section) == StorageProvider.Azure;

    private static void RefuseAnonymousBeyondThisMachine(WebApplication app, string urls)
    {
        var anonymous = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.Mode == AuthMode.Anonymous;
        if (anonymous && !app.Environment.IsDevelopment() && !urls.Split(';').All(IsLoopback))
        {
            throw new OptionsValidationException(
                AuthOptions.Section,
                typeof(AuthOptions),
                [$"Auth:Mode=Anonymous takes a loopback address or the Development environment; this would listen on {urls}."]);
        }
    }

    private static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}
