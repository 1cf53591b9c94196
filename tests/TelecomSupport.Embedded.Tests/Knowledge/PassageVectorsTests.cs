using TelecomSupport.Embedded.Knowledge;

namespace TelecomSupport.Embedded.Tests.Knowledge;

public sealed class PassageVectorsTests
{
    [Fact]
    public void Nearest_SmallSet_IsBestFirst()
    {
        var vectors = new PassageVectors([10, 20, 30], [[1, 0], [0, 1], [0.6f, 0.8f]]);

        Assert.Equal([20L, 30L], vectors.Nearest(new float[] { 0, 1 }, 2));
    }

    [Fact]
    public void Nearest_OtherLength_IsPassedOver() =>
        Assert.Equal([20L], new PassageVectors([10, 20], [[1, 0, 0], [0, 1]]).Nearest(new float[] { 1, 0 }, 5));

    [Fact]
    public void Of_OtherRows_ReadsOnlyTheNew()
    {
        var read = new List<long>();
        var vectors = new PassageVectors([10, 20], [[1, 0], [0, 1]]).Of([20, 30], row =>
        {
            read.Add(row);
            return [0.6f, 0.8f];
        });

        Assert.Equal([30L], read);
        Assert.Equal([20L, 30L], vectors.Nearest(new float[] { 0, 1 }, 5));
    }

    // Enough for several threads: what each finds must add up to what sorting everything gives.
    [Fact]
    public void Nearest_LargeSet_IsExact()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(1, 25_000).Select(row => (long)row).ToArray();
        float[] Vector() => [.. Enumerable.Range(0, 200).Select(_ => random.NextSingle() - 0.5f)];
        var all = Array.ConvertAll(rows, _ => Vector());
        var question = Vector();

        var found = new PassageVectors(rows, all).Nearest(question, 40);

        var expected = rows.OrderByDescending(row => all[row - 1].Zip(question, (a, b) => a * b).Sum()).Take(40);
        Assert.Equal(expected, found);
    }
}
