using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Billing;

namespace TelecomSupport.Embedded.Billing;

public static class DemoBilling
{
    /// <summary>Adds the billing system over the demo accounts, with its refund cases in the database.</summary>
    public static IServiceCollection AddDemoBilling(this IServiceCollection services) =>
        services.AddSingleton<IBillingSystem, DemoBillingSystem>();
}
