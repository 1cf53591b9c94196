using Azure.Identity;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace TelecomSupport.Functions.Telemetry;

internal static class SupportTelemetrySetup
{
    /// <summary>Where to; as the Functions host reads it too.</summary>
    public const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary><c>Authorization=AAD</c> sends with the Azure identity, for which <c>AZURE_CLIENT_ID</c> stands; as the Functions host reads it too.</summary>
    public const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>
    /// Sends logs with their scopes, traces and metrics to Application Insights when <see cref="ConnectionString"/> is set; else the host shows
    /// the logs.
    /// </summary>
    public static void AddSupportTelemetry(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration[ConnectionString] is not { Length: > 0 } connectionString)
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithTracing(tracing => tracing.AddSource(SupportTelemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(SupportTelemetry.Name));
        builder.Services.Configure<OpenTelemetryLoggerOptions>(logs => logs.IncludeScopes = true);
        builder.Services.AddApplicationInsightsTelemetryWorkerService(options =>
        {
            options.ConnectionString = connectionString;
            if (builder.Configuration[Authentication]?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true)
            {
                options.Credential = new DefaultAzureCredential();
            }
        });
    }
}
