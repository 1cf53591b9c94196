using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class PassageEmbedderTests
{
    private readonly FakeTimeProvider time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Fact]
    public async Task Embed_NoModel_GivesNoVectors()
    {
        var (passages, complete) = await Embedder(null).EmbedAsync(Passages(2), CancellationToken.None);
        Assert.True(complete);
        Assert.All(passages, passage => Assert.Null(passage.Vector));
    }

    [Fact]
    public async Task Embed_ManyPassages_AsksInBatchesAFewAtOnceAndKeepsTheOrder()
    {
        var model = new Model();
        var (passages, complete) = await Embedder(model, batch: 3).EmbedAsync(Passages(40), CancellationToken.None);
        Assert.True(complete);
        Assert.Equal(14, model.Batches.Count);
        Assert.All(model.Batches, size => Assert.InRange(size, 1, 3));
        Assert.InRange(model.MostAtOnce, 2, 4);
        // The model's vector is (3n, 4n) for passage n: of unit length it is the same for all, but its sign alternates.
        Assert.All(passages, passage => Assert.Equal(passage.Passage.Ordinal % 2 == 0 ? [0.6f, 0.8f] : [-0.6f, -0.8f], passage.Vector!.Value.ToArray()));
    }

    [Fact]
    public async Task Embed_ModelFailsTwice_TriesAgainAfterWaiting()
    {
        var model = new Model { Failures = 2 };
        var embedding = Embedder(model).EmbedAsync(Passages(1), CancellationToken.None);
        Assert.False(embedding.IsCompleted);
        await AdvanceUntilDone(embedding);
        var (passages, complete) = await embedding;
        Assert.True(complete);
        Assert.NotNull(passages[0].Vector);
        Assert.Equal(3, model.Calls);
    }

    [Fact]
    public async Task Embed_ModelStaysDown_GivesThePassagesWithoutVectors()
    {
        var model = new Model { Failures = int.MaxValue };
        var embedding = Embedder(model).EmbedAsync(Passages(1), CancellationToken.None);
        await AdvanceUntilDone(embedding);
        var (passages, complete) = await embedding;
        Assert.False(complete);
        Assert.Null(passages.Single().Vector);
        Assert.Equal(5, model.Calls);
    }

    [Fact]
    public async Task Reconcile_ModelWasDown_AddsTheVectorsWhenItIsBack()
    {
        var documents = new InMemoryDocuments();
        documents.Put("a.md", "Text 1");
        var index = new InMemoryKnowledgeIndex();
        var model = new Model { Failures = 5 };
        var options = Options.Create(new KnowledgeOptions());
        using var refresher = new KnowledgeRefresher(documents, index, Embedder(model), options, time, NullLogger<KnowledgeRefresher>.Instance);
        var first = refresher.ReconcileAsync(null, CancellationToken.None);
        await AdvanceUntilDone(first);
        Assert.Null(index.Passages.Single().Vector);
        var second = await refresher.ReconcileAsync(null, CancellationToken.None);
        Assert.Equal(RefreshAction.Indexed, second.Outcomes.Single().Action);
        Assert.NotNull(index.Passages.Single().Vector);
        Assert.Equal(RefreshAction.Unchanged, (await refresher.ReconcileAsync(null, CancellationToken.None)).Outcomes.Single().Action);
    }

    private PassageEmbedder Embedder(Model? model, int batch = 64) =>
        new(Options.Create(new KnowledgeOptions { EmbeddingBatch = batch }), time, NullLogger<PassageEmbedder>.Instance, model);

    private static Passage[] Passages(int count) => [.. Enumerable.Range(0, count).Select(i => new Passage($"id{i}", "a.md", "Title", [], $"Text {i}", i))];

    private async Task AdvanceUntilDone(Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private sealed class Model : IEmbeddingGenerator<string, Embedding<float>>
    {
        private readonly Lock gate = new();
        private int running;

        public List<int> Batches { get; } = [];

        public int Calls { get; private set; }

        public int MostAtOnce { get; private set; }

        public int Failures { get; set; }

        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var texts = values.ToList();
            lock (gate)
            {
                if (++Calls <= Failures)
                {
                    throw new HttpRequestException("throttled");
                }

                Batches.Add(texts.Count);
                MostAtOnce = Math.Max(MostAtOnce, ++running);
            }

            await Task.Delay(20, cancellationToken);
            lock (gate)
            {
                running--;
            }

            return new(texts.Select(text =>
            {
                var n = int.Parse(text[(text.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
                var sign = n % 2 == 0 ? 1 : -1;
                return new Embedding<float>(new float[] { sign * 3 * (n + 1), sign * 4 * (n + 1) });
            }));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
