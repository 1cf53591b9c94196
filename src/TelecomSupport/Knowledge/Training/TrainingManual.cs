using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// A small manual whose every section has questions that it answers: Markdown, a line <c>? …</c> for each question under the section.
/// </summary>
internal sealed record TrainingManual(IReadOnlyList<TrainingSection> Sections)
{
    /// <exception cref="InvalidDataException">A question stands before the first section, or a section has none.</exception>
    public static TrainingManual Parse(string name, string text)
    {
        var sections = new List<TrainingSection>();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(new(Stems(line), [], []));
            }
            else if (line.StartsWith("? ", StringComparison.Ordinal))
            {
                (sections is [.., var asked] ? asked : throw new InvalidDataException($"{name}: no section answers '{line}'.")).Questions.Add(Stems(line));
            }
            else if (sections is [.., var written])
            {
                written.Text.AddRange(Stems(line));
            }
        }

        return sections.TrueForAll(section => section.Questions.Count > 0)
            ? new(sections)
            : throw new InvalidDataException($"{name}: every section must be followed by questions that it answers.");
    }

    private static List<string> Stems(string line) => [.. Tokenizer.Tokenize(line).Where(token => token.Parts == 0).Select(token => token.Term).Where(WordVectors.CanHave)];
}

/// <summary>A section and the questions to it, as stems.</summary>
internal sealed record TrainingSection(List<string> Heading, List<string> Text, List<List<string>> Questions);
