using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace TelecomSupport.Models;

/// <summary>
/// Embeds through a <see cref="ModelPipeline"/> and measures it, retries included. A single text is taken for a question that a turn waits for
/// (<see cref="StepBudgets.QuestionEmbedding"/>); several are documents, which have <see cref="ModelsOptions.StepTimeoutSeconds"/>.
/// </summary>
internal sealed class ResilientEmbeddings(
    IEmbeddingGenerator<string, Embedding<float>> inner, ModelPipeline pipeline, StepBudgets budgets, ModelsOptions options, TimeProvider time)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    private const double Million = 1_000_000;

    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? request = null, CancellationToken cancellationToken = default)
    {
        var tags = new TagList { { "gen_ai.operation.name", "embeddings" }, { "gen_ai.request.model", options.EmbeddingModel } };
        using var activity = SupportTelemetry.Activities.StartActivity(
            $"embeddings {options.EmbeddingModel}", ActivityKind.Client, default(ActivityContext), tags);
        var start = time.GetTimestamp();
        var texts = values.ToArray();
        var budget = texts.Length == 1 ? budgets.QuestionEmbedding : TimeSpan.FromSeconds(options.StepTimeoutSeconds);
        try
        {
            var embeddings = await pipeline.RunAsync(budget, cancellation => base.GenerateAsync(texts, request, cancellation), cancellationToken);
            if (embeddings.Usage?.InputTokenCount is { } tokens)
            {
                ModelMetrics.Tokens.Record(tokens, [.. tags, new("gen_ai.token.type", ModelMetrics.Input)]);
                ModelMetrics.Cost.Add(tokens * options.EmbeddingPrice / Million, tags);
            }

            return embeddings;
        }
        catch (Exception exception)
        {
            var error = exception is ModelException { Failure: var failure } ? ModelMetrics.Name(failure) : exception.GetType().Name;
            tags.Add("error.type", error);
            activity?.SetStatus(ActivityStatusCode.Error, error);
            throw;
        }
        finally
        {
            ModelMetrics.Duration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
