using System.Text;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Technical;

/// <summary>Pieces of one passage that answer, in the passage's order.</summary>
internal sealed record Quotation(IndexedPassage Passage, IReadOnlyList<int> Units)
{
    /// <summary>Writes the pieces as the document has them, each on a line of its own where it stood so, and the citation behind them.</summary>
    public void Write(StringBuilder reply, int number)
    {
        var text = Passage.Passage.Text;
        for (var i = 0; i < Units.Count; i++)
        {
            var unit = Passage.Units[Units[i]];
            if (i > 0)
            {
                var before = Passage.Units[Units[i - 1]];
                var sameParagraph = unit.Kind == UnitKind.Sentence && before.Kind == UnitKind.Sentence && unit.Block == before.Block;
                reply.Append(sameParagraph ? " " : unit.Block == before.Block ? "\n" : "\n\n");
            }

            reply.Append(' ', unit.Level * 3).Append(text, unit.Start, unit.Length);
        }

        // A table or code block would take the citation for a part of it.
        var last = Passage.Units[Units[^1]].Kind;
        reply.Append(last is UnitKind.Row or UnitKind.Code ? "\n\n" : " ").Append('[').Append(number).Append(']');
    }
}
