using System.Runtime.CompilerServices;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>A passage cut into units and words, made once for each passage object. Immutable; safe for concurrent use.</summary>
internal sealed class IndexedPassage
{
    // Words of different fields and units are so far apart that no phrase spans two of them.
    private const int Gap = 16;

    // Lives as long as the passage that an index keeps in memory.
    private static readonly ConditionalWeakTable<Passage, IndexedPassage> Made = [];

    private readonly Dictionary<string, int[]> positions;
    private PassageMeaning? meaning;
    private readonly HashSet<string> words = new(StringComparer.Ordinal);

    private IndexedPassage(Passage passage)
    {
        Passage = passage;
        Units = TextUnits.Split(passage.Text);
        var found = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var next = Add(found, Tokenizer.Tokenize(passage.Title), 0, out _);
        HeadingStart = next + Gap;
        next = HeadingStart;
        foreach (var heading in passage.HeadingPath)
        {
            SectionStart = next;
            var tokens = Tokenizer.Tokenize(heading);
            next = Add(found, tokens, next, out _) + Gap;
            SectionTokens = tokens;
        }

        TextStart = next + Gap;
        SectionStart = passage.HeadingPath.Count > 0 ? SectionStart : TextStart;
        next = TextStart;
        UnitStarts = new int[Units.Length + 1];
        Facts = new UnitFacts[Units.Length];
        for (var i = 0; i < Units.Length; i++)
        {
            UnitStarts[i] = next;
            var text = Units[i].In(passage.Text);
            var tokens = Tokenizer.Tokenize(text);
            Facts[i] = UnitFact.Of(Units[i].Kind, text, tokens);
            next = Add(found, tokens, next, out var count) + Gap;
            Length += count;
        }

        UnitStarts[^1] = next;
        Questions = [.. passage.Questions.Select(question => AskedWord.Stems(question).ToArray())];
        positions = found.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
    }

    public Passage Passage { get; }

    public TextUnit[] Units { get; }

    /// <summary>What kind of facts each unit states.</summary>
    public UnitFacts[] Facts { get; }

    /// <summary>The words of the innermost heading; none for what stands before the first.</summary>
    public IReadOnlyList<Token> SectionTokens { get; } = [];

    /// <summary>The position of the first heading's first word; before it are the title's.</summary>
    public int HeadingStart { get; }

    /// <summary>The position of the innermost heading's first word.</summary>
    public int SectionStart { get; }

    /// <summary>The position of the text's first word.</summary>
    public int TextStart { get; }

    /// <summary>The position of each unit's first word, and the end.</summary>
    public int[] UnitStarts { get; }

    /// <summary>How many words the text has.</summary>
    public int Length { get; }

    /// <summary>The stems of each question that the passage's author lists. They have no positions: what is asked states nothing.</summary>
    public string[][] Questions { get; }

    public PassageMeaning Meaning => meaning ??= new(this, AnswerNetwork.Shipped.Vectors);

    public static IndexedPassage Of(Passage passage) => Made.GetValue(passage, made => new(made));

    /// <returns>The positions of a stem, ascending, those in the title first, then headings, then text.</returns>
    public ReadOnlySpan<int> Positions(string term) => positions.GetValueOrDefault(term);

    /// <summary>Every stem, once.</summary>
    public IReadOnlyCollection<string> Terms => positions.Keys;

    /// <returns>Every stem and every word, once.</returns>
    public IEnumerable<string> Vocabulary() => positions.Keys.Concat(words.Where(word => !positions.ContainsKey(word)));

    public int UnitAt(int position)
    {
        var index = Array.BinarySearch(UnitStarts, position);
        return index >= 0 ? index : ~index - 1;
    }

    private int Add(Dictionary<string, List<int>> found, List<Token> tokens, int position, out int count)
    {
        count = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            Place(found, token, position);
            for (var part = 0; part < token.Parts; part++)
            {
                Place(found, tokens[++i], position + part);
            }

            position += Math.Max(1, token.Parts);
            count++;
        }

        return position;
    }

    private void Place(Dictionary<string, List<int>> found, Token token, int position)
    {
        words.Add(token.Word);
        if (!found.TryGetValue(token.Term, out var list))
        {
            found.Add(token.Term, list = []);
        }

        list.Add(position);
    }
}
