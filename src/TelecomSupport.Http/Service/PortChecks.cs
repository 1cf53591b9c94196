using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Http.Access;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Http.Service;

/// <summary>The checks of the ports that every host has, whoever stands behind them, and of the authority that tokens are from.</summary>
internal static class PortChecks
{
    public static IServiceCollection AddPortChecks(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .Add(Check("conversations", [], provider => provider.GetRequiredService<IConversationStore>().FindThreadAsync))
            .Add(Check("knowledge", [HealthRoutes.Optional], provider => provider.GetRequiredService<IKnowledgeIndex>().FindDocumentAsync));
        services.AddOptions<HealthCheckServiceOptions>().Configure<IOptions<AuthOptions>>((checks, auth) =>
        {
            if (auth.Value is { Mode: AuthMode.Jwt, Authority.Length: > 0 })
            {
                checks.Registrations.Add(
                    Check("authority", [], provider => (_, cancellation) => provider.GetRequiredService<Authentication>().ReadyAsync(cancellation)));
            }
        });
        return services;
    }

    // Reads something that need not exist: that there is an answer at all is what counts.
    private static HealthCheckRegistration Check(
        string name, string[] tags, Func<IServiceProvider, Func<string, CancellationToken, Task>> read) =>
        new(name, provider => new PortCheck(read(provider)), HealthStatus.Unhealthy, tags, TimeSpan.FromSeconds(5));

    private sealed class PortCheck(Func<string, CancellationToken, Task> read) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await read("health", cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (StorageUnavailableException exception)
            {
                return HealthCheckResult.Unhealthy("It can't be reached.", exception);
            }
        }
    }
}
