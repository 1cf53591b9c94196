using Azure.Core;
using Azure.Identity;

namespace TelecomSupport.Azure;

/// <summary>What all Azure clients have in common.</summary>
internal static class AzureClients
{
    /// <summary>
    /// Sets retries that fit inside a turn's deadline: 4, from 200 ms doubling to at most 5 s (or what <c>Retry-After</c> says), each attempt
    /// given 15 s.
    /// </summary>
    public static TOptions Resilient<TOptions>(TOptions options)
        where TOptions : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(15);
        return options;
    }

    /// <summary>The managed identity in Azure; the developer's own sign-in elsewhere.</summary>
    /// <param name="clientId">A user-assigned identity's; null for the system-assigned one, or <c>AZURE_CLIENT_ID</c>'s.</param>
    public static TokenCredential Identity(string? clientId)
    {
        var options = new DefaultAzureCredentialOptions();
        if (!string.IsNullOrEmpty(clientId))
        {
            options.ManagedIdentityClientId = clientId;
        }

        return new DefaultAzureCredential(options);
    }
}
