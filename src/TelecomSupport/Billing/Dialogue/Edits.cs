namespace TelecomSupport.Billing.Dialogue;

internal static class Edits
{
    /// <returns>The letters a to z that the text has, a bit for each.</returns>
    public static uint Letters(ReadOnlySpan<char> text)
    {
        var letters = 0u;
        foreach (var c in text)
        {
            letters |= c is >= 'a' and <= 'z' ? 1u << (c - 'a') : 0;
        }

        return letters;
    }

    /// <summary>Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, each 1.</summary>
    /// <returns>The distance, or <paramref name="limit"/> when it is at least that.</returns>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit || b.Length >= 64)
        {
            return limit;
        }

        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least >= limit)
            {
                return limit;
            }

            var oldest = before;
            before = last;
            last = row;
            row = oldest;
        }

        return Math.Min(last[b.Length], limit);
    }
}
