using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Billing;

namespace TelecomSupport.Tests.Billing;

public sealed class BillingOptionsTests
{
    [Fact]
    public void Nothing_Configured_IsTheDemo()
    {
        var options = Read([]);

        Assert.Equal((BillingProvider.Demo, "data/demo/accounts.json"), (options.Provider, options.DemoAccounts));
    }

    [Fact]
    public void UnknownProvider_NamesTheKeyAndWhatItTakes()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read(new() { ["Billing:Provider"] = "Abacus" }));

        Assert.Equal("Billing:Provider takes Demo. It is 'Abacus'.", failure.Failures.Single());
    }

    private static BillingOptions Read(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSupportOptions<BillingOptions>(BillingOptions.Section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<BillingOptions>>().Value;
    }
}
