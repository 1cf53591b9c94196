using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>Cuts the blocks of one section into texts. For one use by one thread.</summary>
internal sealed class SectionChunks(int maxTokens, int overlapTokens)
{
    // A longer paragraph before a list says more than what the list is.
    private const int LongestIntroduction = 60;
    private const string Gap = "\n\n";

    private readonly List<string> chunks = [];
    private readonly List<Piece> pieces = [];
    private int tokens;

    public List<string> Cut(IReadOnlyList<DocumentBlock> section)
    {
        foreach (var block in section)
        {
            var size = TokenCounter.Count(block.Text);
            if (tokens + size <= maxTokens)
            {
                Append(new(block.Text, size, Gap, block.Kind == BlockKind.Paragraph));
            }
            else if (block.Kind == BlockKind.Paragraph)
            {
                AddProse(block.Text, size);
            }
            else
            {
                AddParts(block, size);
            }
        }

        Flush();
        return chunks;
    }

    private void AddProse(string text, int size)
    {
        if (size <= maxTokens)
        {
            StartNext(size);
            Append(new(text, size, Gap, IsProse: true));
            return;
        }

        var before = Gap;
        foreach (var sentence in Sentences(text).SelectMany(Fitting))
        {
            var count = TokenCounter.Count(sentence);
            if (tokens + count > maxTokens)
            {
                StartNext(count);
            }

            Append(new(sentence, count, before, IsProse: true));
            before = "";
        }
    }

    private void AddParts(DocumentBlock block, int size)
    {
        var introduction = TakeIntroduction(size);
        Flush();
        if (introduction is not null)
        {
            Append(introduction);
        }

        if (tokens + size <= maxTokens)
        {
            Append(new(block.Text, size, Gap, IsProse: false));
            return;
        }

        var frame = TokenCounter.Count(block.Lead) + TokenCounter.Count(block.Tail);
        if (frame * 2 > maxTokens)
        {
            AddProse(block.Text, size);
            return;
        }

        for (var first = 0; first < block.Parts.Count;)
        {
            var count = Fit(block, first, maxTokens - tokens - frame);
            var text = block.TextOf(first, count);
            var taken = TokenCounter.Count(text);
            if (tokens + taken > maxTokens)
            {
                Flush();
            }

            if (taken <= maxTokens * 2)
            {
                Append(new(text, taken, Gap, IsProse: false));
            }
            else
            {
                AddProse(text, taken);
            }

            first += count;
            if (first < block.Parts.Count)
            {
                Flush();
            }
        }
    }

    // How many parts from the first on fit, at least one.
    private static int Fit(DocumentBlock block, int first, int room)
    {
        var count = 0;
        while (first + count < block.Parts.Count && (room -= TokenCounter.Count(block.Parts[first + count])) >= 0)
        {
            count++;
        }

        return Math.Max(count, 1);
    }

    private Piece? TakeIntroduction(int size)
    {
        if (pieces is not [.., { IsProse: true } last] || last.Tokens > LongestIntroduction || !last.Text.EndsWith(':')
            || (size <= maxTokens && last.Tokens + size > maxTokens))
        {
            return null;
        }

        pieces.RemoveAt(pieces.Count - 1);
        return last;
    }

    private void Append(Piece piece)
    {
        pieces.Add(piece);
        tokens += piece.Tokens;
    }

    // Ends the chunk and begins the next with the last sentences of this one, when they leave room for what comes.
    private void StartNext(int coming)
    {
        var repeated = Overlap().TrimStart();
        Flush();
        var size = TokenCounter.Count(repeated);
        if (size > 0 && size + coming <= maxTokens)
        {
            Append(new(repeated, size, Gap, IsProse: true, IsRepeated: true));
        }
    }

    private string Overlap()
    {
        var repeated = "";
        foreach (var piece in Enumerable.Reverse(pieces))
        {
            if (!piece.IsProse || piece.IsRepeated)
            {
                break;
            }

            foreach (var sentence in Sentences(piece.Text).Reverse())
            {
                if (TokenCounter.Count(sentence) + TokenCounter.Count(repeated) > overlapTokens)
                {
                    return repeated;
                }

                repeated = sentence + repeated;
            }

            repeated = piece.Before + repeated;
        }

        return repeated;
    }

    // An empty list item or a row of dashes says nothing, and is no chunk of its own.
    private void Flush()
    {
        var text = string.Concat(pieces.Select((piece, i) => i == 0 ? piece.Text : piece.Before + piece.Text)).TrimEnd();
        if (pieces.Exists(piece => !piece.IsRepeated) && text.Any(char.IsLetterOrDigit))
        {
            chunks.Add(text);
        }

        pieces.Clear();
        tokens = 0;
    }

    // Each with the white space behind it, so that the sentences joined are the text.
    private static IEnumerable<string> Sentences(string text)
    {
        var units = TextUnits.Split(text);
        for (var i = 0; i < units.Length; i++)
        {
            yield return text[units[i].Start..(i + 1 < units.Length ? units[i + 1].Start : text.Length)];
        }
    }

    // A sentence longer than a chunk is cut between words, a word longer than a chunk where the chunk is full.
    private IEnumerable<string> Fitting(string sentence)
    {
        for (var start = 0; start < sentence.Length;)
        {
            var length = TokenCounter.Prefix(sentence.AsSpan(start), maxTokens);
            var space = sentence.AsSpan(start, length).LastIndexOfAny(' ', '\n', '\t');
            if (start + length < sentence.Length && space > length / 2)
            {
                length = space + 1;
            }

            yield return sentence.Substring(start, length);
            start += length;
        }
    }

    /// <param name="Before">What stands between the piece and the one before it.</param>
    /// <param name="IsRepeated">Whether the chunk before has it too.</param>
    private sealed record Piece(string Text, int Tokens, string Before, bool IsProse, bool IsRepeated = false);
}
