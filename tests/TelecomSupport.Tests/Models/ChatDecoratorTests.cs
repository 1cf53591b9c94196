using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Models;

namespace TelecomSupport.Tests.Models;

public sealed class ChatDecoratorTests
{
    private static readonly Prompt Prompt = new("technical", 4, "short", 1, 100, null, "text");

    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Cached_EqualKey_IsAnsweredOnce()
    {
        var inner = new TestChatClient(_ => "answer");
        using var client = new CachedChatClient(inner, new() { CacheMinutes = 10 }, time);

        await client.GetResponseAsync([], Request("a"));
        var again = await client.GetResponseAsync([], Request("a"));
        await client.GetResponseAsync([], Request("b"));

        Assert.Equal(("answer", 2), (again.Text, inner.Asked.Count));
        time.Advance(TimeSpan.FromMinutes(10));
        await client.GetResponseAsync([], Request("a"));
        Assert.Equal(3, inner.Asked.Count);
    }

    [Fact]
    public async Task Cached_RefusedAnswerOrNoKey_IsNotKept()
    {
        var inner = new TestChatClient(_ => "answer");
        using var client = new CachedChatClient(inner, new(), time);
        for (var i = 0; i < 2; i++)
        {
            var request = Request("a");
            request.Accepts = _ => false;
            await client.GetResponseAsync([], request);
            await client.GetResponseAsync([], Request(null));
        }

        Assert.Equal(4, inner.Asked.Count);
    }

    [Fact]
    public async Task Cached_Full_DropsTheLongestUnused()
    {
        var inner = new TestChatClient(_ => "answer");
        using var client = new CachedChatClient(inner, new() { CacheEntries = 2 }, time);
        foreach (var key in (string[])["a", "b", "a", "c", "a", "b"])
        {
            await client.GetResponseAsync([], Request(key));
        }

        Assert.Equal(4, inner.Asked.Count);
    }

    [Fact]
    public async Task Metered_Request_CountsTokensCostAndTime()
    {
        using var seen = new Measurements();
        using var client = new MeteredChatClient(
            new TestChatClient((_, _, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(2));
                var response = TestChatClient.Text("answer");
                response.Usage = new() { InputTokenCount = 1000, OutputTokenCount = 100 };
                return Task.FromResult(response);
            }),
            new() { ChatModel = seen.Model, InputPrice = 2, OutputPrice = 10 },
            time);

        await client.GetResponseAsync([], Request(null));

        Assert.Equal([2.0], seen.Of("gen_ai.client.operation.duration"));
        Assert.Equal([1000.0, 100.0], seen.Of("gen_ai.client.token.usage"));
        Assert.Equal(0.003, seen.Of("support.model.cost").Sum(), 9);
        Assert.All(seen.Tags, tags => Assert.Equal(("technical", 4, "short"), (tags["support.prompt"], tags["support.prompt.version"], tags["support.prompt.variant"])));
    }

    [Fact]
    public async Task Metered_Failure_IsTold()
    {
        using var seen = new Measurements();
        using var client = new MeteredChatClient(
            new TestChatClient((_, _, _) => throw new ModelException(ModelFailure.Throttled, "status 429")), new() { ChatModel = seen.Model }, time);

        await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync([], Request(null)));

        Assert.Equal("throttled", Assert.Single(seen.Tags)["error.type"]);
    }

    [Fact]
    public async Task Resilient_Streaming_GivesTheWholeAnswerOrNone()
    {
        var attempts = 0;
        using var pipeline = new ModelPipeline(new() { RetryDelaySeconds = 0 }, TimeProvider.System);
        using var client = new ResilientChatClient(
            new TestChatClient((_, _, _) => ++attempts == 1 ? throw new ModelException(ModelFailure.Unreachable) : Task.FromResult(TestChatClient.Text("whole"))),
            pipeline,
            TimeSpan.FromSeconds(10));

        var text = "";
        await foreach (var update in client.GetStreamingResponseAsync([]))
        {
            text += update.Text;
        }

        Assert.Equal(("whole", 2), (text, attempts));
    }

    private static ModelRequest Request(string? key) => ModelRequest.For(Prompt, TimeSpan.FromSeconds(5), key);

    /// <summary>What is measured for one model name, which no other test has.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly List<(string Name, double Value, Dictionary<string, object?> Tags)> seen = [];

        public Measurements()
        {
            listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == SupportTelemetry.Meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
            listener.Start();
        }

        public string Model { get; } = $"model-{Guid.CreateVersion7():n}";

        public IEnumerable<Dictionary<string, object?>> Tags => seen.Select(measurement => measurement.Tags);

        public double[] Of(string name) => [.. seen.Where(measurement => measurement.Name == name).Select(measurement => measurement.Value)];

        public void Dispose() => listener.Dispose();

        private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var named = new Dictionary<string, object?>(tags.ToArray());
            if (named.TryGetValue("gen_ai.request.model", out var model) && Equals(model, Model))
            {
                seen.Add((instrument.Name, value, named));
            }
        }
    }
}
