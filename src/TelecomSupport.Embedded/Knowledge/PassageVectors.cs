using System.Numerics.Tensors;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>
/// The passages' embeddings in memory, searched exactly: every vector is compared, so recall is complete. Immutable; safe for concurrent use.
/// </summary>
/// <param name="rows">The passages' rows, ascending.</param>
/// <param name="vectors">Their vectors, of unit length, in the same order.</param>
internal sealed class PassageVectors(long[] rows, float[][] vectors)
{
    // Below so many numbers a second thread costs more than it saves.
    private const long WorthSplitting = 4_000_000;

    public static readonly PassageVectors None = new([], []);

    /// <summary>Takes over the vectors of rows that are still there and reads the others.</summary>
    /// <param name="current">The rows, ascending. A row's vector never changes.</param>
    public PassageVectors Of(long[] current, Func<long, float[]> read) =>
        new(current, Array.ConvertAll(current, row => Array.BinarySearch(rows, row) is >= 0 and var known ? vectors[known] : read(row)));

    /// <returns>The rows nearest by cosine, best first; vectors of another length than the question's are passed over.</returns>
    public List<long> Nearest(ReadOnlyMemory<float> question, int count)
    {
        var parts = (long)rows.Length * question.Length < WorthSplitting ? 1 : Environment.ProcessorCount;
        var found = new (double Similarity, long Row)[parts][];
        if (parts == 1)
        {
            found[0] = Scan(question.Span, 0, rows.Length, count);
        }
        else
        {
            Parallel.For(0, parts, part =>
                found[part] = Scan(question.Span, (int)((long)rows.Length * part / parts), (int)((long)rows.Length * (part + 1) / parts), count));
        }

        return [.. found.SelectMany(part => part).OrderByDescending(hit => hit.Similarity).ThenBy(hit => hit.Row).Take(count).Select(hit => hit.Row)];
    }

    private (double Similarity, long Row)[] Scan(ReadOnlySpan<float> question, int from, int to, int count)
    {
        var best = new PriorityQueue<long, float>(count + 1);
        var least = float.MinValue;
        for (var i = from; i < to; i++)
        {
            if (vectors[i].Length != question.Length)
            {
                continue;
            }

            var similarity = TensorPrimitives.Dot(vectors[i], question);
            if (best.Count == count && similarity <= least)
            {
                continue;
            }

            best.Enqueue(rows[i], similarity);
            if (best.Count > count)
            {
                best.Dequeue();
            }

            best.TryPeek(out _, out least);
        }

        return [.. best.UnorderedItems.Select(item => ((double)item.Priority, item.Element))];
    }
}
