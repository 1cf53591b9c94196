using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TelecomSupport.Http.Access;
using TelecomSupport.Http.Documents;
using TelecomSupport.Http.OpenApi;
using TelecomSupport.Http.Service;
using TelecomSupport.Http.Turns;

namespace TelecomSupport.Http;

public static class SupportHttp
{
    /// <summary>
    /// Adds the handlers, which read the sections <c>Auth</c>, <c>RateLimit</c> and <c>Cors</c>. The host adds the core, an
    /// <see cref="TelecomSupport.Turns.ITurnEngine"/>, an <see cref="TelecomSupport.Conversations.IConversationStore"/> and the health checks of
    /// what else it stands on.
    /// </summary>
    public static IServiceCollection AddSupportHttp(this IServiceCollection services)
    {
        services.AddSupportOptions<AuthOptions>(AuthOptions.Section);
        services.AddSupportOptions<RateLimitOptions>(RateLimitOptions.Section);
        services.AddSupportOptions<CorsOptions>(CorsOptions.Section).Configure<IConfiguration>((options, configuration) => options.ReadList(configuration));
        services.AddPortChecks();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRateLimiter, InProcessRateLimiter>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<Cors>();
        services.AddSingleton<SupportPipeline>();
        services.AddSingleton<HealthRoutes>();
        services.AddSingleton<GraphRoutes>();
        services.AddSingleton<OpenApiDocument>();
        services.AddSingleton<ChatRoutes>();
        services.AddSingleton<ThreadRoutes>();
        services.AddSingleton<DocumentRoutes>();
        return services;
    }

    /// <summary>Maps <see cref="SupportRoutes.All"/>, and everything else to the contract's 404 and 405.</summary>
    public static void MapSupportRoutes(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = endpoints.ServiceProvider.GetRequiredService<SupportPipeline>();
        foreach (var route in SupportRoutes.All)
        {
            endpoints.MapMethods(route.Template, route.Methods, http => pipeline.RunAsync(http, route)).WithName(route.Name);
        }

        endpoints.MapFallback("{**path}", http => pipeline.RunAsync(http, route: null));
    }
}
