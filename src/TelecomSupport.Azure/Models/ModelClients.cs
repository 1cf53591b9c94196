using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using Microsoft.Extensions.AI;
using OpenAI;
using TelecomSupport.Models;

namespace TelecomSupport.Azure.Models;

/// <summary>The clients of Azure OpenAI and of servers that speak OpenAI's protocol. Their own retries are off: <see cref="ModelPipeline"/> does them.</summary>
internal static class ModelClients
{
    // A server without a key gets a word that stands for none, since the client insists on one.
    private const string NoKey = "none";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static IChatClient Chat(ModelsOptions options) =>
        new SdkChatFailures(Client(options).GetChatClient(options.ChatModel).AsIChatClient());

    public static IEmbeddingGenerator<string, Embedding<float>> Embeddings(ModelsOptions options) =>
        new SdkEmbeddingFailures(Client(options).GetEmbeddingClient(options.EmbeddingModel).AsIEmbeddingGenerator());

    private static OpenAIClient Client(ModelsOptions options)
    {
        if (options.Provider == ModelsProvider.OpenAI)
        {
            var key = string.IsNullOrEmpty(options.ApiKey) ? NoKey : options.ApiKey;
            return new(new ApiKeyCredential(key), Configured(new OpenAIClientOptions { Endpoint = options.Endpoint }, options));
        }

        var settings = Configured(new AzureOpenAIClientOptions(), options);
        return string.IsNullOrEmpty(options.ApiKey)
            ? new AzureOpenAIClient(options.Endpoint, AzureClients.Identity(options.ManagedIdentityClientId), settings)
            : new AzureOpenAIClient(options.Endpoint, new ApiKeyCredential(options.ApiKey), settings);
    }

    // Connections are renewed so that a changed address is found.
    private static TOptions Configured<TOptions>(TOptions settings, ModelsOptions options)
        where TOptions : ClientPipelineOptions
    {
        settings.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        settings.NetworkTimeout = TimeSpan.FromSeconds(options.RequestTimeoutSeconds + 1);
        settings.Transport = new HttpClientPipelineTransport(new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
        }));
        return settings;
    }
}
