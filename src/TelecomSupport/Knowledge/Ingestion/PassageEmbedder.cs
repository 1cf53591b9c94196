using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using TelecomSupport.Models;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Turns passages into vectors: <see cref="KnowledgeOptions.EmbeddingBatch"/> in one call, at most four calls at the same time over all
/// documents, a failed call repeated four times after 1, 2, 4 and 8 seconds (with jitter) unless the model is down. Without a model passages
/// have no vectors. Safe for concurrent use.
/// </summary>
public sealed partial class PassageEmbedder(
    IOptions<KnowledgeOptions> options,
    TimeProvider time,
    ILogger<PassageEmbedder> logger,
    IEmbeddingGenerator<string, Embedding<float>>? generator = null) : IDisposable
{
    private const int CallsAtOnce = 4;

    private readonly SemaphoreSlim calls = new(CallsAtOnce);

    private readonly ResiliencePipeline retry = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            // A model's own client repeats what may pass soon; what is worth more patience is a model that asks for it.
            ShouldHandle = new PredicateBuilder().Handle<Exception>(
                e => e is not OperationCanceledException and not ModelException { Failure: not (ModelFailure.Throttled or ModelFailure.Busy) }),
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromSeconds(1),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Names the model and the length of its vectors; <c>none</c> without one. Vectors of different models can't be compared.</summary>
    public string Model { get; } = generator?.GetService(typeof(EmbeddingGeneratorMetadata)) is EmbeddingGeneratorMetadata metadata
        ? $"{metadata.DefaultModelId}/{metadata.DefaultModelDimensions}"
        : generator is null ? "none" : generator.GetType().Name;

    /// <returns>
    /// The passages in their order. <c>Complete</c> is false when the model didn't answer: none of them has a vector then, and it is worth
    /// trying again later.
    /// </returns>
    public async Task<(IReadOnlyList<EmbeddedPassage> Passages, bool Complete)> EmbedAsync(
        IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        if (generator is null)
        {
            return (WithoutVectors(passages), true);
        }

        try
        {
            var batches = await Task.WhenAll(passages.Chunk(options.Value.EmbeddingBatch).Select(batch => EmbedBatchAsync(batch, cancellation)));
            return ([.. batches.SelectMany(batch => batch)], true);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Log.NoVectors(logger, passages.Count, e.Message);
            return (WithoutVectors(passages), false);
        }
    }

    public void Dispose() => calls.Dispose();

    private async Task<IEnumerable<EmbeddedPassage>> EmbedBatchAsync(Passage[] batch, CancellationToken cancellation)
    {
        await calls.WaitAsync(cancellation);
        try
        {
            var vectors = await retry.ExecuteAsync(
                async stop => await generator!.GenerateAsync(batch.Select(EmbeddedText), cancellationToken: stop), cancellation);
            if (vectors.Count != batch.Length)
            {
                throw new InvalidDataException($"The embedding model gave {vectors.Count} vectors for {batch.Length} passages.");
            }

            return batch.Zip(vectors, (passage, vector) => new EmbeddedPassage(passage, Unit(vector.Vector.Span)));
        }
        finally
        {
            calls.Release();
        }
    }

    // The headings say what a step or a row is about.
    private static string EmbeddedText(Passage passage) =>
        string.Join(" > ", passage.HeadingPath.Prepend(passage.Title)) + "\n\n" + passage.Text;

    private static List<EmbeddedPassage> WithoutVectors(IReadOnlyList<Passage> passages) =>
        [.. passages.Select(passage => new EmbeddedPassage(passage, null))];

    private static ReadOnlyMemory<float> Unit(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector)
        {
            squares += value * value;
        }

        var length = squares > 0 ? (float)Math.Sqrt(squares) : 1;
        var unit = new float[vector.Length];
        for (var i = 0; i < unit.Length; i++)
        {
            unit[i] = vector[i] / length;
        }

        return unit;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Passages} passages are indexed without vectors until the embedding model answers: {Reason}")]
        public static partial void NoVectors(ILogger logger, int passages, string reason);
    }
}
