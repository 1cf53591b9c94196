using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Search.Documents;
using Azure.Search.Documents.Indexes;

namespace TelecomSupport.Azure.Search;

/// <summary>Makes the clients of the configured service.</summary>
internal static class SearchService
{
    public const string Name = "Azure AI Search";

    /// <param name="options">Valid ones.</param>
    public static SearchIndexClient Connect(AzureSearchOptions options)
    {
        var endpoint = new Uri(options.Endpoint);
        var clientOptions = AzureClients.Resilient(new SearchClientOptions());
        if (AzureSearchOptions.IsLoopbackHttp(endpoint))
        {
            // The client itself takes https only.
            endpoint = new UriBuilder(endpoint) { Scheme = Uri.UriSchemeHttps, Port = endpoint.Port }.Uri;
            clientOptions.AddPolicy(new PlainHttp(), HttpPipelinePosition.PerRetry);
        }

        return string.IsNullOrEmpty(options.ApiKey)
            ? new SearchIndexClient(endpoint, AzureClients.Identity(clientId: null), clientOptions)
            : new SearchIndexClient(endpoint, new AzureKeyCredential(options.ApiKey), clientOptions);
    }

    private sealed class PlainHttp : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => message.Request.Uri.Scheme = Uri.UriSchemeHttp;
    }
}
