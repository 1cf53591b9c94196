using System.Text;
using System.Text.RegularExpressions;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Technical;

/// <summary>Pieces of one passage that answer, in the passage's order.</summary>
internal sealed partial record Quotation(IndexedPassage Passage, IReadOnlyList<int> Units)
{
    /// <summary>
    /// Writes the pieces as the document has them and the citation behind them. Sentences that follow each other stay on one line; links to
    /// other documents, which a customer can't follow, become their text.
    /// </summary>
    public void Write(StringBuilder reply, int number)
    {
        for (var i = 0; i < Units.Count; i++)
        {
            var unit = Passage.Units[Units[i]];
            if (i > 0)
            {
                var before = Passage.Units[Units[i - 1]];
                var follows = Units[i] == Units[i - 1] + 1 && unit.Kind == UnitKind.Sentence;
                reply.Append(unit.Block != before.Block ? "\n\n" : follows ? " " : "\n");
            }

            reply.Append(' ', unit.Level * 3).Append(RelativeLink().Replace(unit.In(Passage.Passage.Text), "$1"));
        }

        // A table or code block would take the citation for a part of it.
        var last = Passage.Units[Units[^1]].Kind;
        reply.Append(last is UnitKind.Row or UnitKind.TableHead or UnitKind.Code ? "\n\n" : " ").Append('[').Append(number).Append(']');
    }

    [GeneratedRegex(@"\[([^\]]+)\]\((?![a-z][a-z0-9+.-]*:)[^)]*\)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex RelativeLink();
}
