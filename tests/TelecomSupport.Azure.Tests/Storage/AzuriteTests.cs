using Microsoft.Extensions.Configuration;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Contracts.Azurite;

namespace TelecomSupport.Azure.Tests.Storage;

/// <summary>One Azurite for all tests that need it.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteServer>
{
    public const string Name = "Azurite";
}

internal static class AzuriteStorage
{
    /// <summary>Opens the account, or skips the test where there is no Azurite.</summary>
    public static AzureStorage Open(this AzuriteServer azurite)
    {
        Skip.If(azurite.Unavailable is not null, azurite.Unavailable);
        return new(AzureStorageConnection.From(Configuration(azurite.ConnectionString)));
    }

    public static IConfiguration Configuration(string connectionString) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(AzureStorageConnection.Key, connectionString)])
        .Build();
}
