using System.Security.Cryptography;
using System.Text;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>
/// Cuts a document into passages along its structure. A passage stays under one heading; paragraphs, lists, tables and code stay whole when
/// they fit. What doesn't fit is divided between its parts: a table between rows with its header repeated, a procedure between steps, a
/// paragraph between sentences. The sentence that introduces a list or table stays with it.
/// </summary>
/// <param name="maxTokens">The most tokens of a passage. A row or a step may take up to twice that before it is torn.</param>
/// <param name="overlapTokens">How much of the passage before it in its section a passage repeats, in whole sentences of prose.</param>
public sealed class Chunker(int maxTokens, int overlapTokens)
{
    // Every passage of a section has its questions, so these bound what a document can become.
    private const int MostQuestions = 50;
    private const int LongestQuestion = 300;

    public IReadOnlyList<Passage> Chunk(ParsedDocument document, string name)
    {
        var passages = new List<Passage>();
        var occurrences = new Dictionary<string, int>();
        for (var first = 0; first < document.Blocks.Count;)
        {
            var path = document.Blocks[first].HeadingPath;
            var section = document.Blocks.Skip(first).TakeWhile(block => block.HeadingPath.SequenceEqual(path)).ToList();
            first += section.Count;
            string[] questions =
            [
                .. section.Where(block => block.Kind == BlockKind.Questions).SelectMany(block => block.Parts)
                    .Where(question => question.Length <= LongestQuestion).Take(MostQuestions),
            ];
            section.RemoveAll(block => block.Kind == BlockKind.Questions);
            foreach (var text in new SectionChunks(maxTokens, overlapTokens).Cut(section))
            {
                var content = string.Join('\u001f', [name, .. path, text, .. questions]);
                var occurrence = occurrences[content] = occurrences.GetValueOrDefault(content) + 1;
                passages.Add(new(Id(content, occurrence), name, document.Title, path, text, passages.Count) { Questions = questions });
            }
        }

        return passages;
    }

    // 128 bits of SHA-256. The number keeps two equal texts under equal headings apart.
    private static string Id(string content, int occurrence) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\u001f{occurrence}")).AsSpan(0, 16));
}
