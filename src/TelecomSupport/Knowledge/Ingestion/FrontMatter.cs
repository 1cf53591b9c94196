using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>The YAML block between <c>---</c> lines that a Markdown document may start with.</summary>
/// <param name="Metadata">Its scalars and lists of scalars, keys in lower case; deeper values are left out.</param>
/// <param name="Length">How many characters of the document it takes, 0 when there is none.</param>
/// <param name="Fault">What is wrong with it; null when nothing is.</param>
internal sealed record FrontMatter(IReadOnlyDictionary<string, string> Metadata, int Length, string? Fault)
{
    private const int MaxLength = 16 * 1024;

    // The parser's time is quadratic in the depth.
    private const int DeepestNesting = 16;

    private static readonly FrontMatter None = new(new Dictionary<string, string>(), 0, null);

    /// <param name="text">The document with <c>\n</c> line ends.</param>
    public static FrontMatter Read(string text)
    {
        if (!text.StartsWith("---\n", StringComparison.Ordinal))
        {
            return None;
        }

        var end = End(text);
        if (end.Start < 0)
        {
            return None;
        }

        if (end.Start > MaxLength)
        {
            return None with { Fault = $"The front matter is longer than {MaxLength / 1024} KiB." };
        }

        try
        {
            return Parse(text[4..end.Start]) is { } metadata ? new(metadata, end.After, null) : None;
        }
        catch (YamlException e)
        {
            // The front matter's first line is the document's second.
            return None with { Fault = $"The front matter is not valid YAML at line {e.Start.Line + 1}." };
        }
    }

    private static (int Start, int After) End(string text)
    {
        for (var line = 4; line < text.Length;)
        {
            var next = text.IndexOf('\n', line);
            var content = text.AsSpan(line..(next < 0 ? text.Length : next)).TrimEnd();
            if (content is "---" or "...")
            {
                return (line, next < 0 ? text.Length : next + 1);
            }

            if (next < 0)
            {
                break;
            }

            line = next + 1;
        }

        return (-1, 0);
    }

    // By events rather than by objects: no aliases are followed and no depth is recursed into. Null when it is not a mapping.
    private static Dictionary<string, string>? Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var metadata = new Dictionary<string, string>();
        string? key = null;
        var depth = 0;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case SequenceStart when depth == 0:
                    return null;
                case MappingStart or SequenceStart:
                    depth = depth < DeepestNesting ? depth + 1 : throw new YamlException(parser.Current.Start, parser.Current.End, "too deep");
                    break;
                case MappingEnd or SequenceEnd:
                    depth--;
                    key = depth == 1 ? null : key;
                    break;
                case Scalar when depth == 0:
                    return null;
                case Scalar scalar when depth == 1 && key is null:
                    key = scalar.Value.ToLowerInvariant();
                    break;
                case Scalar scalar when depth == 1:
                    metadata[key!] = scalar.Value;
                    key = null;
                    break;
                case Scalar scalar when depth == 2 && key is not null:
                    metadata[key] = metadata.TryGetValue(key, out var before) ? $"{before}, {scalar.Value}" : scalar.Value;
                    break;
            }
        }

        return metadata;
    }
}
