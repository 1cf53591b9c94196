using System.Globalization;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// Words and phrases that customers use for the same thing, from <c>data/knowledge/synonyms*.txt</c> (the first tells the format).
/// Immutable; safe for concurrent use.
/// </summary>
internal sealed class Synonyms
{
    private const double DefaultWeight = 0.85;

    private readonly HashSet<string> words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> byFirstStem = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">A line is not of the format.</exception>
    public Synonyms(params IEnumerable<TextReader> files)
    {
        foreach (var lines in files)
        {
            for (var number = 1; lines.ReadLine() is { } line; number++)
            {
                line = line.Split('#')[0].Trim();
                if (line.Length > 0)
                {
                    Add(line, number);
                }
            }
        }
    }

    /// <summary>The ones that come with the program.</summary>
    public static Synonyms Shipped { get; } = ReadShipped();

    /// <summary>Every word of theirs, in lower case: words that are spelt right.</summary>
    public IReadOnlySet<string> Words => words;

    /// <summary>Each phrase, as stems, with the other ways to say it.</summary>
    public IEnumerable<(string[] Phrase, IReadOnlyList<Alternative> Alternatives)> Entries =>
        byFirstStem.Values.SelectMany(entries => entries).Select(entry => (entry.Phrase, (IReadOnlyList<Alternative>)entry.Alternatives));

    /// <returns>The alternatives to the longest phrase that begins with the token at <paramref name="start"/>, and how many tokens it has; none and 0 without one.</returns>
    public (int Length, IReadOnlyList<Alternative> Alternatives) At(IReadOnlyList<Token> tokens, int start)
    {
        Entry? longest = null;
        foreach (var entry in byFirstStem.GetValueOrDefault(tokens[start].Term) ?? [])
        {
            if (entry.Phrase.Length > (longest?.Phrase.Length ?? 0) && Fits(entry.Phrase, tokens, start))
            {
                longest = entry;
            }
        }

        return longest is null ? (0, []) : (longest.Phrase.Length, longest.Alternatives);
    }

    private static bool Fits(string[] phrase, IReadOnlyList<Token> tokens, int start)
    {
        if (start + phrase.Length > tokens.Count)
        {
            return false;
        }

        for (var i = 1; i < phrase.Length; i++)
        {
            if (phrase[i] != tokens[start + i].Term)
            {
                return false;
            }
        }

        return true;
    }

    private static Synonyms ReadShipped()
    {
        var assembly = typeof(Synonyms).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith("synonyms", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new StreamReader(assembly.GetManifestResourceStream(name)!)).ToArray();
        try
        {
            return new(files);
        }
        finally
        {
            Array.ForEach(files, file => file.Dispose());
        }
    }

    private void Add(string line, int number)
    {
        var weight = DefaultWeight;
        if (line.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
        {
            weight = double.TryParse(line[..colon], CultureInfo.InvariantCulture, out var given) && given is > 0 and <= 1
                ? given
                : throw new FormatException($"Line {number}: the weight before the colon must be a number above 0, at most 1.");
            line = line[(colon + 1)..];
        }

        words.UnionWith(Tokenizer.Tokenize(line).Select(token => token.Word));
        var sides = line.Split("=>");
        var from = Phrases(sides[0]);
        var to = sides.Length == 2 ? Phrases(sides[1]) : from;
        if (sides.Length > 2 || from.Count == 0 || to.Count == 0 || (sides.Length == 1 && from.Count == 1))
        {
            throw new FormatException($"Line {number}: expected 'a, b, c' or 'a, b => c, d'.");
        }

        foreach (var phrase in from)
        {
            EntryFor(phrase).Add(to.Where(other => !other.SequenceEqual(phrase)), weight);
        }
    }

    private Entry EntryFor(string[] phrase)
    {
        if (!byFirstStem.TryGetValue(phrase[0], out var entries))
        {
            byFirstStem.Add(phrase[0], entries = []);
        }

        var entry = entries.Find(known => known.Phrase.SequenceEqual(phrase));
        if (entry is null)
        {
            entries.Add(entry = new(phrase, []));
        }

        return entry;
    }

    private static List<string[]> Phrases(string text) =>
        [.. text.Split(',').Select(Stems).Where(phrase => phrase.Length > 0)];

    private static string[] Stems(string phrase) =>
        [.. phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Tokenizer.Stem).Where(stem => stem.Length > 0)];

    private sealed record Entry(string[] Phrase, List<Alternative> Alternatives)
    {
        public void Add(IEnumerable<string[]> phrases, double weight)
        {
            foreach (var phrase in phrases)
            {
                if (!Alternatives.Exists(known => known.Stems.SequenceEqual(phrase)))
                {
                    Alternatives.Add(new(phrase, weight));
                }
            }
        }
    }
}
