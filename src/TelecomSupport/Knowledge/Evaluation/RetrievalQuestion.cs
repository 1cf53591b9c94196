using System.Text.Json;

namespace TelecomSupport.Knowledge.Evaluation;

/// <summary>A question with the sections that answer it: one line of <c>data/evaluation/retrieval.jsonl</c>.</summary>
/// <param name="History">The customer's earlier messages, oldest first.</param>
/// <param name="Answers">Any of them is right; empty when the documents don't answer the question.</param>
/// <param name="Split"><c>dev</c> to tune on or <c>test</c> to report.</param>
public sealed record RetrievalQuestion(
    string Id, string Question, IReadOnlyList<string> History, IReadOnlyList<AnsweringSection> Answers, string Kind, string Split)
{
    /// <param name="split">Only the questions of this split; null for all.</param>
    /// <exception cref="FormatException">A line is not such a question.</exception>
    public static IReadOnlyList<RetrievalQuestion> Read(string path, string? split)
    {
        var questions = new List<RetrievalQuestion>();
        foreach (var (line, number) in File.ReadLines(path).Select((line, i) => (line, i + 1)).Where(entry => entry.line.Length > 0))
        {
            try
            {
                var question = JsonSerializer.Deserialize<RetrievalQuestion>(line, SupportJson.Options)!;
                questions.Add(question with { History = question.History ?? [], Answers = question.Answers ?? [] });
            }
            catch (JsonException exception)
            {
                throw new FormatException($"{path}, line {number}: {exception.Message}", exception);
            }
        }

        return [.. questions.Where(question => split is null || question.Split == split)];
    }

    /// <returns>Whether a reply that cites this section cites a right one.</returns>
    public bool IsAnsweredBy(string document, string section) =>
        Answers.Any(answer => answer.Document == document && answer.Section == section);
}

/// <param name="Section">The text of the innermost heading.</param>
public sealed record AnsweringSection(string Document, string Section);
