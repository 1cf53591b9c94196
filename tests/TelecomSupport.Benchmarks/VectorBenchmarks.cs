using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using TelecomSupport.Embedded.Knowledge;

namespace TelecomSupport.Benchmarks;

/// <summary>The exact scan of all passages' vectors for one question, each question timed by itself.</summary>
[Config(typeof(EachByItself))]
public class VectorBenchmarks
{
    private readonly Random random = new(1);
    private PassageVectors vectors = PassageVectors.None;
    private float[] question = [];

    [Params(10_000, 100_000)]
    public int Passages { get; set; }

    /// <summary>Of all-MiniLM-L6-v2 and of text-embedding-3-small.</summary>
    [Params(384, 1536)]
    public int Dimensions { get; set; }

    [GlobalSetup]
    public void Fill() => vectors = new(
        [.. Enumerable.Range(0, Passages).Select(row => (long)row)], [.. Enumerable.Range(0, Passages).Select(_ => Unit())]);

    [IterationSetup]
    public void Ask() => question = Unit();

    [Benchmark]
    public int Nearest() => vectors.Nearest(question, 50).Count;

    private float[] Unit()
    {
        var vector = new float[Dimensions];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = random.NextSingle() - 0.5f;
        }

        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }

    private sealed class EachByItself : ManualConfig
    {
        public EachByItself()
        {
            AddJob(Job.Default.WithStrategy(RunStrategy.Monitoring).WithWarmupCount(20).WithIterationCount(200));
            AddColumn(StatisticColumn.Median, StatisticColumn.P95);
        }
    }
}
