using System.Buffers;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>The words of passages in memory, searched by BM25. Immutable; safe for concurrent use.</summary>
internal sealed class PassageWords
{
    public static readonly PassageWords None = new([], [], new(StringComparer.Ordinal), new(StringComparer.Ordinal));

    // BM25 (Robertson and Zaragoza, 2009) with its usual constants. A stem in a title or heading counts several times. Only whether the right
    // passage is among the candidates depends on these; the core puts them in order.
    private const float K1 = 1.2f;
    private const float B = 0.75f;
    private const int TitleWeight = 2;
    private const int HeadingWeight = 4;

    private readonly long[] rows;
    private readonly int[] lengths;
    private readonly Dictionary<string, Posting[]> postings;
    private readonly Dictionary<string, Posting[]> asked;
    private readonly float typicalLength;

    /// <param name="postings">What the passages say.</param>
    /// <param name="asked">What the questions ask that their authors list.</param>
    private PassageWords(long[] rows, int[] lengths, Dictionary<string, Posting[]> postings, Dictionary<string, Posting[]> asked)
    {
        (this.rows, this.lengths, this.postings, this.asked) = (rows, lengths, postings, asked);
        typicalLength = rows.Length == 0 ? 1 : Math.Max(1, (float)lengths.Average());
        Lexicon = Lexicon.Of(rows.Length, Counts(postings), Counts(asked));
    }

    /// <summary>The stems, and the words that differ from theirs.</summary>
    public Lexicon Lexicon { get; }

    /// <summary>Takes over the passages that are still there and reads the others.</summary>
    /// <param name="current">The passages' rows, ascending, fewer than 2^24. A row's words never change.</param>
    public PassageWords Of(long[] current, Func<long, FieldTerms> read)
    {
        var places = Array.ConvertAll(rows, row => Array.BinarySearch(current, row));
        var areSomeGone = Array.Exists(places, place => place < 0);
        var words = areSomeGone ? Moved(postings, places) : new(postings, StringComparer.Ordinal);
        var questions = areSomeGone ? Moved(asked, places) : new(asked, StringComparer.Ordinal);
        var sizes = Array.ConvertAll(current, _ => -1);
        for (var i = 0; i < rows.Length; i++)
        {
            if (places[i] >= 0)
            {
                sizes[places[i]] = lengths[i];
            }
        }

        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var (added, addedQuestions) = (new Dictionary<string, List<Posting>>(StringComparer.Ordinal), new Dictionary<string, List<Posting>>(StringComparer.Ordinal));
        for (var place = 0; place < current.Length; place++)
        {
            if (sizes[place] >= 0)
            {
                continue;
            }

            var terms = read(current[place]);
            sizes[place] = Count(found, terms.Text, 1) + Count(found, terms.Headings, HeadingWeight) + Count(found, terms.Title, TitleWeight);
            Count(found, terms.Words, 0);
            Post(found, place, added);
            Count(found, terms.Questions, 1);
            Post(found, place, addedQuestions);
        }

        Append(words, added);
        Append(questions, addedQuestions);
        return new(current, sizes, words, questions);
    }

    /// <returns>The rows with any of the stems, best first.</returns>
    public List<(long Row, float Score)> Best(IReadOnlyList<string> stems, int count)
    {
        var scores = ArrayPool<float>.Shared.Rent(rows.Length);
        try
        {
            Array.Clear(scores, 0, rows.Length);
            foreach (var stem in stems)
            {
                Add(scores, postings.GetValueOrDefault(stem, []));
                Add(scores, asked.GetValueOrDefault(stem, []));
            }

            return Highest(scores, count);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
        }
    }

    private static int Count(Dictionary<string, int> found, string terms, int weight)
    {
        var words = terms.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            found[word] = found.GetValueOrDefault(word) + weight;
        }

        return words.Length;
    }

    private static IEnumerable<KeyValuePair<string, int>> Counts(Dictionary<string, Posting[]> postings) =>
        postings.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Length));

    private static void Post(Dictionary<string, int> found, int place, Dictionary<string, List<Posting>> added)
    {
        foreach (var (word, frequency) in found)
        {
            if (!added.TryGetValue(word, out var list))
            {
                added.Add(word, list = []);
            }

            list.Add(new(place, frequency));
        }

        found.Clear();
    }

    private static void Append(Dictionary<string, Posting[]> words, Dictionary<string, List<Posting>> added)
    {
        foreach (var (word, list) in added)
        {
            words[word] = [.. words.GetValueOrDefault(word, []), .. list];
        }
    }

    private static Dictionary<string, Posting[]> Moved(Dictionary<string, Posting[]> postings, int[] places)
    {
        var words = new Dictionary<string, Posting[]>(postings.Count, StringComparer.Ordinal);
        foreach (var (word, list) in postings)
        {
            var kept = new List<Posting>(list.Length);
            foreach (var posting in list)
            {
                if (places[posting.Place] is >= 0 and var place)
                {
                    kept.Add(new(place, posting.Frequency));
                }
            }

            if (kept.Count > 0)
            {
                words.Add(word, [.. kept]);
            }
        }

        return words;
    }

    private void Add(float[] scores, Posting[] list)
    {
        var rarity = MathF.Log(1 + ((rows.Length - list.Length + 0.5f) / (list.Length + 0.5f)));
        foreach (var posting in list)
        {
            float frequency = posting.Frequency;
            var length = K1 * (1 - B + (B * lengths[posting.Place] / typicalLength));
            scores[posting.Place] += rarity * (K1 + 1) * frequency / (frequency + length);
        }
    }

    private List<(long Row, float Score)> Highest(float[] scores, int count)
    {
        // Of equally good passages the first ones are kept.
        var best = new PriorityQueue<int, (float Score, int Later)>(count + 1);
        var least = 0f;
        for (var place = 0; place < rows.Length; place++)
        {
            if (scores[place] <= least)
            {
                continue;
            }

            best.Enqueue(place, (scores[place], -place));
            if (best.Count > count)
            {
                best.Dequeue();
            }

            least = best.Count == count && best.TryPeek(out _, out var last) ? last.Score : 0;
        }

        var found = new List<(long Row, float Score)>(best.Count);
        while (best.TryDequeue(out var place, out var priority))
        {
            found.Add((rows[place], priority.Score));
        }

        found.Reverse();
        return found;
    }

    /// <summary>A passage that has a word, in four bytes.</summary>
    /// <param name="place">The passage's place in the rows, less than 2^24.</param>
    /// <param name="frequency">How often it has the word as a stem, weighted by field; 255 for more. 0 when it is a word that is not its own stem.</param>
    private readonly struct Posting(int place, int frequency)
    {
        private readonly uint bits = ((uint)place << 8) | (uint)Math.Min(frequency, byte.MaxValue);

        public int Place => (int)(bits >> 8);

        public int Frequency => (int)(bits & byte.MaxValue);
    }
}
