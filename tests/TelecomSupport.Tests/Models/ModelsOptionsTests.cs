using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using TelecomSupport.Models;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Models;

public sealed class ModelsOptionsTests
{
    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var options = new ModelsOptions();

        Assert.Equal((ModelsProvider.Embedded, "gpt-4o-mini", "text-embedding-3-small"), (options.Provider, options.ChatModel, options.EmbeddingModel));
        Assert.Equal((0.75, 8000, 8.0, 12.0), (options.RouterConfidence, options.ContextTokens, options.RequestTimeoutSeconds, options.StepTimeoutSeconds));
        Assert.Equal((2, 0.25, 2.0, 16), (options.Retries, options.RetryDelaySeconds, options.MaxRetryDelaySeconds, options.Concurrency));
        Assert.Equal((0.5, 4, 60.0, 15.0), (options.CircuitFailureRatio, options.CircuitMinimumRequests, options.CircuitSamplingSeconds, options.CircuitBreakSeconds));
        Assert.Equal((1000, 60.0, 0.15, 0.60, 0.02), (options.CacheEntries, options.CacheMinutes, options.InputPrice, options.OutputPrice, options.EmbeddingPrice));
        Assert.Empty(Faults(options));
    }

    [Theory]
    [InlineData(ModelsProvider.AzureOpenAI, null, null, "Models:Endpoint takes the resource's URL when Models:Provider is AzureOpenAI.")]
    [InlineData(ModelsProvider.OpenAI, null, null, "Models:ApiKey takes a key when Models:Provider is OpenAI and Models:Endpoint is not given.")]
    [InlineData(ModelsProvider.OpenAI, "ftp://models.example", "key", "Models:Endpoint takes an absolute https or http URL.")]
    [InlineData(ModelsProvider.OpenAI, "http://models.example", "key", "Models:Endpoint takes an https URL, or one of this machine, where a key or an identity is sent.")]
    [InlineData(ModelsProvider.AzureOpenAI, "http://models.example", null, "Models:Endpoint takes an https URL, or one of this machine, where a key or an identity is sent.")]
    [InlineData(ModelsProvider.OpenAI, null, "key", null)]
    [InlineData(ModelsProvider.OpenAI, "http://models.example:11434/v1", null, null)]
    [InlineData(ModelsProvider.OpenAI, "http://localhost:11434/v1", "key", null)]
    [InlineData(ModelsProvider.AzureOpenAI, "https://name.openai.azure.com", null, null)]
    [InlineData(ModelsProvider.Embedded, "ftp://models.example", null, null)]
    public void Validate_RulesAcrossKeys_AreTold(ModelsProvider provider, string? endpoint, string? key, string? expected) =>
        Assert.Equal(expected, Faults(new() { Provider = provider, Endpoint = endpoint is null ? null : new(endpoint), ApiKey = key }).SingleOrDefault());

    [Theory]
    [InlineData(60, 5, 12, 6, 12, 6.5)]
    [InlineData(10, 5, 12, 1, 6, 10 * 0.65 / 6)]
    [InlineData(600, 1, 12, 12, 12, 12)]
    public void StepBudgets_TakeTheirShareOfTheTurnAtMost(double turn, int rounds, double step, double route, double technical, double billing)
    {
        var budgets = new StepBudgets(
            Options.Create(new ModelsOptions { StepTimeoutSeconds = step }),
            Options.Create(new ChatOptions { TurnTimeoutSeconds = turn, MaxToolIterations = rounds }));

        Assert.Equal(route, budgets.Route.TotalSeconds, 3);
        Assert.Equal(technical, budgets.TechnicalReply.TotalSeconds, 3);
        Assert.Equal(billing, budgets.BillingRound.TotalSeconds, 3);
        Assert.True(budgets.Route + budgets.QuestionEmbedding + budgets.TechnicalReply <= TimeSpan.FromSeconds(0.7501 * turn));
        Assert.True(budgets.Route + ((rounds + 1) * budgets.BillingRound) <= TimeSpan.FromSeconds(0.7501 * turn));
    }

    private static IEnumerable<string?> Faults(ModelsOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), faults, validateAllProperties: true);
        return faults.Select(fault => fault.ErrorMessage);
    }
}
