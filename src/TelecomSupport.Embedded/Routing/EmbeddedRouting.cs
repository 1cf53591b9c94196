using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Routing;

public static class EmbeddedRouting
{
    /// <summary>Adds <see cref="LocalRouter"/> as the router, over the shipped model.</summary>
    public static IServiceCollection AddEmbeddedRouting(this IServiceCollection services)
    {
        services.AddSingleton(_ => RouterModel.LoadShipped());
        services.AddSingleton<LocalRouter>();
        return services.AddSingleton<IMessageRouter>(provider => provider.GetRequiredService<LocalRouter>());
    }
}
