using Azure;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Configuration;

namespace TelecomSupport.Azure.Tests.Configuration;

public sealed class KeyVaultConfigurationTests
{
    [Fact]
    public void Add_VaultWithSecrets_MapsEnabledOnesOverEarlierSources()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("Auth:SigningKey", "from a file"), new("Chat:WaitSeconds", "5")]);

        configuration.Sources.Add(new KeyVaultSource(new Vault(
            ("Auth--SigningKey", "from the vault", true),
            ("Models--Azure--Key", "nested", true),
            ("Search--ApiKey", "disabled", false))));

        Assert.Equal("from the vault", configuration["Auth:SigningKey"]);
        Assert.Equal("nested", configuration["Models:Azure:Key"]);
        Assert.Equal("5", configuration["Chat:WaitSeconds"]);
        Assert.Null(configuration["Search:ApiKey"]);
    }

    [Fact]
    public void Add_VaultThatRefuses_IsUnavailable()
    {
        var configuration = new ConfigurationManager();

        var failure = Assert.Throws<StorageUnavailableException>(() => configuration.Sources.Add(new KeyVaultSource(new RefusingVault())));

        Assert.Equal("The key vault refused this identity (403 Forbidden).", failure.Message);
    }

    [Fact]
    public void AddKeyVaultSecrets_NotConfigured_AddsNothing()
    {
        var configuration = new ConfigurationManager();
        var before = configuration.Sources.Count;

        configuration.AddKeyVaultSecrets();

        Assert.Equal(before, configuration.Sources.Count);
    }

    [Theory]
    [InlineData("lumora")]
    [InlineData("http://lumora.vault.azure.net")]
    public void AddKeyVaultSecrets_WrongUri_NamesTheKeyAndWhatItTakes(string uri)
    {
        var configuration = new ConfigurationManager { ["KeyVault:Uri"] = uri };

        var failure = Assert.Throws<OptionsValidationException>(configuration.AddKeyVaultSecrets);

        Assert.StartsWith("KeyVault:Uri takes a key vault's https URL", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Vault(params (string Name, string Value, bool Enabled)[] secrets) : SecretClient
    {
        public override AsyncPageable<SecretProperties> GetPropertiesOfSecretsAsync(CancellationToken cancellationToken = default) =>
            AsyncPageable<SecretProperties>.FromPages(secrets.Select(
                secret => Page<SecretProperties>.FromValues([new(secret.Name) { Enabled = secret.Enabled }], null, null!)));

        public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, CancellationToken cancellationToken = default)
        {
            var (_, value, enabled) = secrets.Single(secret => secret.Name == name);
            return enabled
                ? Task.FromResult(Response.FromValue(new KeyVaultSecret(name, value), null!))
                : throw new RequestFailedException(403, "The secret is disabled.");
        }
    }

    private sealed class RefusingVault : SecretClient
    {
        public override AsyncPageable<SecretProperties> GetPropertiesOfSecretsAsync(CancellationToken cancellationToken = default) =>
            throw new RequestFailedException(403, "…", "Forbidden", null);
    }
}
