using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TelecomSupport.Azure.Configuration;

public static class KeyVaultConfiguration
{
    public const string Key = "KeyVault:Uri";

    /// <summary>
    /// Adds the secrets of the vault that <c>KeyVault:Uri</c> names, if it names one: the secret <c>Auth--SigningKey</c> is the setting
    /// <c>Auth:SigningKey</c>, and wins over every source added before. They are read once, with the Azure identity, which needs the role
    /// Key Vault Secrets User.
    /// </summary>
    /// <exception cref="OptionsValidationException">The setting is not a vault's URL.</exception>
    /// <exception cref="StorageUnavailableException">The vault can't be read.</exception>
    public static void AddKeyVaultSecrets(this ConfigurationManager configuration)
    {
        if (configuration[Key] is not { Length: > 0 } setting)
        {
            return;
        }

        if (!Uri.TryCreate(setting, UriKind.Absolute, out var vault) || vault.Scheme != Uri.UriSchemeHttps)
        {
            throw new OptionsValidationException(Key, typeof(Uri), [$"{Key} takes a key vault's https URL, such as https://lumora.vault.azure.net."]);
        }

        var client = new SecretClient(vault, AzureClients.Identity(clientId: null), AzureClients.Resilient(new SecretClientOptions()));
        configuration.Sources.Add(new KeyVaultSource(client));
    }
}

/// <summary>The enabled secrets of a vault as settings.</summary>
internal sealed class KeyVaultSource(SecretClient vault) : ConfigurationProvider, IConfigurationSource
{
    private const int Parallel = 8;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override void Load() => Data = AzureFailures.GuardAsync("The key vault", ReadAsync, CancellationToken.None).GetAwaiter().GetResult();

    private async Task<IDictionary<string, string?>> ReadAsync()
    {
        var names = new List<string>();
        await foreach (var secret in vault.GetPropertiesOfSecretsAsync())
        {
            if (secret.Enabled != false)
            {
                names.Add(secret.Name);
            }
        }

        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var some in names.Chunk(Parallel))
        {
            foreach (var secret in await Task.WhenAll(some.Select(name => vault.GetSecretAsync(name, version: null, CancellationToken.None))))
            {
                settings[secret.Value.Name.Replace("--", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = secret.Value.Value;
            }
        }

        return settings;
    }
}
