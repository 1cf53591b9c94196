using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Models;

public enum ModelsProvider
{
    /// <summary>No language model: local router, extractive answers, the billing dialogue.</summary>
    Embedded,

    /// <summary>Azure OpenAI; the models' names are deployments.</summary>
    AzureOpenAI,

    /// <summary>OpenAI, or any server that speaks its protocol.</summary>
    OpenAI,
}

/// <summary>Section <c>Models</c>. Only <see cref="Provider"/> is looked at while it is <see cref="ModelsProvider.Embedded"/>.</summary>
public sealed class ModelsOptions : IValidatableObject
{
    public const string Section = "Models";

    /// <summary>Default <see cref="ModelsProvider.Embedded"/>.</summary>
    [EnumDataType(typeof(ModelsProvider), ErrorMessage = "Models:Provider takes Embedded, AzureOpenAI or OpenAI.")]
    public ModelsProvider Provider { get; set; } = ModelsProvider.Embedded;

    /// <summary>
    /// Where the models are: the resource (<c>https://name.openai.azure.com</c>) with Azure OpenAI, the base of the API
    /// (<c>http://localhost:11434/v1</c>) otherwise; OpenAI's own when not given.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The chat model or deployment. Default <c>gpt-4o-mini</c>.</summary>
    [Required(ErrorMessage = "Models:ChatModel takes the name of a chat model or deployment.")]
    public string ChatModel { get; set; } = "gpt-4o-mini";

    /// <summary>The embedding model or deployment; empty for none. Default <c>text-embedding-3-small</c>.</summary>
    public string EmbeddingModel { get; set; } = "text-embedding-3-small";

    /// <summary>Without one, Azure OpenAI is called with the managed identity, another server with no key.</summary>
    public string? ApiKey { get; set; }

    /// <summary>A user-assigned managed identity's client id; the system-assigned one when not given.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>The folder of the prompts, relative to the current directory. Default <c>data/prompts</c>.</summary>
    [Required(ErrorMessage = "Models:Prompts takes the path of a folder.")]
    public string Prompts { get; set; } = "data/prompts";

    /// <summary>The local router's confidence from which the model is not asked. Default 0.75.</summary>
    [Range(0, 1, ErrorMessage = "Models:RouterConfidence takes a number from 0 to 1.")]
    public double RouterConfidence { get; set; } = 0.75;

    /// <summary>What the model gets to read at most, in tokens. Default 8000.</summary>
    [Range(500, 1_000_000, ErrorMessage = "Models:ContextTokens takes a whole number from 500 to 1000000.")]
    public int ContextTokens { get; set; } = 8000;

    /// <summary>How long one request may take, in seconds. Default 8.</summary>
    [Range(0.05, 600, ErrorMessage = "Models:RequestTimeoutSeconds takes a number from 0.05 to 600.")]
    public double RequestTimeoutSeconds { get; set; } = 8;

    /// <summary>
    /// How long one step of a turn may wait for the model, retries included, in seconds. Default 12; never more than the step's share of
    /// <c>Chat:TurnTimeoutSeconds</c> (<see cref="StepBudgets"/>), so that the reply without a model is always in time.
    /// </summary>
    [Range(0.05, 600, ErrorMessage = "Models:StepTimeoutSeconds takes a number from 0.05 to 600.")]
    public double StepTimeoutSeconds { get; set; } = 12;

    /// <summary>How often a request is repeated that failed in a way that may pass. Default 2.</summary>
    [Range(0, 10, ErrorMessage = "Models:Retries takes a whole number from 0 to 10.")]
    public int Retries { get; set; } = 2;

    /// <summary>The first wait before repeating a request, in seconds, doubling with jitter. Default 0.25.</summary>
    [Range(0, 60, ErrorMessage = "Models:RetryDelaySeconds takes a number from 0 to 60.")]
    public double RetryDelaySeconds { get; set; } = 0.25;

    /// <summary>
    /// The longest wait before repeating a request, in seconds. Default 2. A longer <c>Retry-After</c> is honoured by asking nothing until then.
    /// </summary>
    [Range(0, 60, ErrorMessage = "Models:MaxRetryDelaySeconds takes a number from 0 to 60.")]
    public double MaxRetryDelaySeconds { get; set; } = 2;

    /// <summary>How many requests run at the same time in this process. Default 16.</summary>
    [Range(1, 1000, ErrorMessage = "Models:Concurrency takes a whole number from 1 to 1000.")]
    public int Concurrency { get; set; } = 16;

    /// <summary>The share of failing requests that opens the circuit. Default 0.5.</summary>
    [Range(0.01, 1, ErrorMessage = "Models:CircuitFailureRatio takes a number from 0.01 to 1.")]
    public double CircuitFailureRatio { get; set; } = 0.5;

    /// <summary>The fewest requests within <see cref="CircuitSamplingSeconds"/> that can open the circuit. Default 4.</summary>
    [Range(2, 10_000, ErrorMessage = "Models:CircuitMinimumRequests takes a whole number from 2 to 10000.")]
    public int CircuitMinimumRequests { get; set; } = 4;

    /// <summary>Over how many seconds failures are counted. Default 60.</summary>
    [Range(0.5, 86_400, ErrorMessage = "Models:CircuitSamplingSeconds takes a number from 0.5 to 86400.")]
    public double CircuitSamplingSeconds { get; set; } = 60;

    /// <summary>How many seconds an open circuit asks nothing, before one request tries again. Default 15.</summary>
    [Range(0.5, 86_400, ErrorMessage = "Models:CircuitBreakSeconds takes a number from 0.5 to 86400.")]
    public double CircuitBreakSeconds { get; set; } = 15;

    /// <summary>How many replies to technical questions are kept in memory; 0 for none. Default 1000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "Models:CacheEntries takes a whole number from 0 to 1000000.")]
    public int CacheEntries { get; set; } = 1000;

    /// <summary>How long a kept reply may be used, in minutes. Default 60.</summary>
    [Range(0.01, 100_000, ErrorMessage = "Models:CacheMinutes takes a number from 0.01 to 100000.")]
    public double CacheMinutes { get; set; } = 60;

    /// <summary>The price of a million input tokens, for the cost metric, in any one currency. Default 0.15 (gpt-4o-mini, US dollars).</summary>
    [Range(0, 100_000, ErrorMessage = "Models:InputPrice takes a number from 0 to 100000.")]
    public double InputPrice { get; set; } = 0.15;

    /// <summary>The price of a million output tokens. Default 0.60.</summary>
    [Range(0, 100_000, ErrorMessage = "Models:OutputPrice takes a number from 0 to 100000.")]
    public double OutputPrice { get; set; } = 0.60;

    /// <summary>The price of a million tokens embedded. Default 0.02 (text-embedding-3-small).</summary>
    [Range(0, 100_000, ErrorMessage = "Models:EmbeddingPrice takes a number from 0 to 100000.")]
    public double EmbeddingPrice { get; set; } = 0.02;

    /// <summary>The rules that no single property can state.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider == ModelsProvider.Embedded)
        {
            yield break;
        }

        if (Endpoint is null && Provider == ModelsProvider.AzureOpenAI)
        {
            yield return new("Models:Endpoint takes the resource's URL when Models:Provider is AzureOpenAI.", [nameof(Endpoint)]);
        }

        if (Endpoint is null && Provider == ModelsProvider.OpenAI && string.IsNullOrEmpty(ApiKey))
        {
            yield return new("Models:ApiKey takes a key when Models:Provider is OpenAI and Models:Endpoint is not given.", [nameof(ApiKey)]);
        }

        if (Endpoint is { } endpoint && !(endpoint.IsAbsoluteUri && endpoint.Scheme is "https" or "http"))
        {
            yield return new("Models:Endpoint takes an absolute https or http URL.", [nameof(Endpoint)]);
        }
        else if (Endpoint is { IsLoopback: false, Scheme: "http" } && (Provider == ModelsProvider.AzureOpenAI || !string.IsNullOrEmpty(ApiKey)))
        {
            yield return new("Models:Endpoint takes an https URL, or one of this machine, where a key or an identity is sent.", [nameof(Endpoint)]);
        }
    }
}
