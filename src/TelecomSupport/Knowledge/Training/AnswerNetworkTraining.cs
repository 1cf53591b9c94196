using System.Security.Cryptography;
using System.Text;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>Makes <see cref="AnswerNetwork"/> and its word vectors from what is written in the repository, in a minute or two.</summary>
public static class AnswerNetworkTraining
{
    /// <summary>Where the associations are, from the repository's root.</summary>
    public const string AssociationsPath = "data/training/vocabulary/associations.txt";

    /// <summary>Where the manuals are, from the repository's root.</summary>
    public const string ManualsPath = "data/training/vocabulary/manuals";

    /// <summary>Where the shipped network is, from the repository's root.</summary>
    public const string ModelPath = "data/knowledge/answer-network.model";

    // A stem of the manuals that no association has gets a vector when this many sections or questions have it.
    private const int MinTexts = 3;

    // How long the vector of a word of grammar is at first: it only tells its neighbours' context.
    private const float GrammarLength = 0.15f;

    /// <summary>Makes the network and writes it to a file.</summary>
    /// <param name="report">Takes, after each pass over the manuals, the mean logarithm of the right answers' likelihood.</param>
    /// <returns>How many words have a vector.</returns>
    /// <exception cref="InvalidDataException">A file is not of its form.</exception>
    public static int Run(string associationsPath, string manualsPath, string modelPath, Action<double> report)
    {
        var network = Make(File.ReadAllText(associationsPath), ReadManuals(manualsPath), report);
        using var stream = File.Create(modelPath);
        network.Write(stream);
        return network.Vectors.Count;
    }

    /// <returns>Each manual of a folder, by its name.</returns>
    internal static SortedDictionary<string, string> ReadManuals(string folder) =>
        new(Directory.GetFiles(folder, "*.md").ToDictionary(path => Path.GetFileName(path), File.ReadAllText), StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A text is not of its form.</exception>
    internal static AnswerNetwork Make(string associations, SortedDictionary<string, string> manuals, Action<double> report)
    {
        var read = manuals.Select(manual => TrainingManual.Parse(manual.Key, manual.Value)).ToList();
        var links = new WordAssociations();
        links.Add(Synonyms.Shipped);
        links.Add(associations);
        return AnswerNetworkFit.Fit(Start(links, read), read, Hash(associations, manuals), report);
    }

    /// <returns>SHA-256 of what the network is made from, the shipped synonyms included, in hexadecimal.</returns>
    internal static string Hash(string associations, SortedDictionary<string, string> manuals)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (phrase, alternatives) in Synonyms.Shipped.Entries)
        {
            var others = alternatives.Select(other => FormattableString.Invariant($"{string.Join(' ', other.Stems)}:{other.Weight}"));
            hash.AppendData(Encoding.UTF8.GetBytes($"{string.Join(' ', phrase)}={string.Join(',', others)}\n"));
        }

        foreach (var text in manuals.Values.Prepend(associations))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The vectors of the associations; a stem from the manuals alone starts in a direction of its own; a word of the story with less to tell.
    private static WordVectors Start(WordAssociations associations, List<TrainingManual> manuals)
    {
        List<string> stems = [.. associations.Stems];
        var associated = associations.Vectors();
        var known = stems.ToHashSet(StringComparer.Ordinal);
        var sections = manuals.SelectMany(manual => manual.Sections);
        var texts = sections.SelectMany(section => section.Questions.Concat(section.NearMisses).Append($"{section.Heading}\n{section.Text}"));
        stems.AddRange(texts.SelectMany(text => WordVectors.Stems(text).Distinct()).CountBy(stem => stem)
            .Where(count => count.Value >= MinTexts && !known.Contains(count.Key)).Select(count => count.Key));
        var vectors = new float[stems.Count * WordVectors.Dimensions];
        associated.CopyTo(vectors, 0);
        var random = new Random(1);
        for (var word = 0; word < stems.Count; word++)
        {
            var vector = Matrix.Row(vectors, word);
            if (word >= known.Count)
            {
                foreach (ref var component in vector)
                {
                    component = random.NextSingle() - 0.5f;
                }

                Matrix.Normalize(vector);
            }

            var tells = StopWords.Weight(stems[word]) * StopWords.StoryShare(stems[word], stems[word]);
            Matrix.Scale(vector, tells == 0 ? GrammarLength : (float)tells);
        }

        return new(stems, vectors);
    }
}
