namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// A small manual and what its customers ask: Markdown; under each section a line <c>? …</c> for each question that it answers, and <c>! …</c>
/// for one that seems near it and that nothing in the manual answers.
/// </summary>
internal sealed record TrainingManual(string Title, IReadOnlyList<TrainingSection> Sections)
{
    /// <summary>Its sections, in order.</summary>
    public Passage[] Passages { get; } =
        [.. Sections.Select((section, i) => new Passage($"{i}", "", Title, [section.Heading], section.Text, i))];

    /// <exception cref="InvalidDataException">A question stands before the first section, or a section answers none.</exception>
    public static TrainingManual Parse(string name, string text)
    {
        var title = "";
        var sections = new List<TrainingSection>();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                title = line[2..];
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(new(line[3..], [], [], []));
            }
            else if (line.StartsWith("? ", StringComparison.Ordinal) || line.StartsWith("! ", StringComparison.Ordinal))
            {
                var section = sections is [.., var asked] ? asked : throw new InvalidDataException($"{name}: no section stands before '{line}'.");
                (line[0] == '?' ? section.Questions : section.NearMisses).Add(line[2..]);
            }
            else if (sections is [.., var written])
            {
                written.Lines.Add(line);
            }
        }

        return sections.TrueForAll(section => section.Questions.Count > 0)
            ? new(title, sections)
            : throw new InvalidDataException($"{name}: every section must be followed by questions that it answers.");
    }
}

/// <param name="Lines">The text.</param>
/// <param name="Questions">What the section answers.</param>
/// <param name="NearMisses">What it seems to answer, and nothing does.</param>
internal sealed record TrainingSection(string Heading, List<string> Lines, List<string> Questions, List<string> NearMisses)
{
    public string Text => string.Join('\n', Lines).Trim();
}
