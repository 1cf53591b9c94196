using System.Collections.Concurrent;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>Passages by their row, which never changes. Forgets them all when it is full. Safe for concurrent use.</summary>
internal sealed class PassageCache
{
    // About 10 KB each with their words: at most some 40 MB.
    private const int Most = 4096;

    private readonly ConcurrentDictionary<long, Passage> passages = new();

    public Passage Get(long seq, Func<Passage> read)
    {
        if (passages.TryGetValue(seq, out var passage))
        {
            return passage;
        }

        if (passages.Count >= Most)
        {
            passages.Clear();
        }

        return passages.GetOrAdd(seq, read());
    }
}
