using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Models;

/// <summary>A reply that says only what its passages say.</summary>
/// <param name="Text">Citations are numbered from 1 in the order of their first appearance.</param>
/// <param name="Cited">The passage that each number stands for, as an index into the passages checked against.</param>
internal sealed record CheckedReply(string Text, IReadOnlyList<int> Cited);

/// <summary>
/// Checks a model's reply against the passages that it was given. A citation that there is no passage for is taken away. A piece of the reply
/// (sentence, list item, table row, code block) with figures, codes or names must be supported by what it cites: itself, at the end of its
/// paragraph or list, or in the sentence that introduces it. When it isn't, but another passage supports it, that one is cited; else a
/// sentence or bullet is left out. Refused are a reply that cites nothing, one that loses more than a third of such pieces, and one that
/// would lose a step, a row or code.
/// </summary>
internal sealed partial class CitationCheck
{
    private readonly string reply;
    private readonly TextUnit[] units;
    private readonly Piece[] pieces;

    private CitationCheck(string reply, int passages, string language)
    {
        this.reply = AtSentenceEnd().Replace(Several().Replace(reply.ReplaceLineEndings("\n").Trim(), Apart), "$2$1");
        units = TextUnits.Split(this.reply);
        pieces = [.. units.Select(unit => Piece.Of(unit.In(this.reply), unit.Kind, passages, language))];
    }

    /// <param name="known">Words that may be named without a source: the question's and the instructions'.</param>
    /// <param name="language">Of the reply, ISO 639-1.</param>
    /// <returns>The reply, repaired where it had to be; null when it is refused.</returns>
    public static CheckedReply? Check(string reply, IReadOnlyList<Passage> passages, IEnumerable<string> known, string language)
    {
        var check = new CitationCheck(reply, passages.Count, language);
        var names = known.SelectMany(Tokenizer.Tokenize).SelectMany(token => (string[])[token.Word, token.Term]).ToArray();
        return check.Supported([.. passages.Select(passage => new ReplyClaims.Facts(passage, names))]) ? check.Written() : null;
    }

    private bool Supported(ReplyClaims.Facts[] facts)
    {
        var (claiming, dropped) = (0, 0);
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            if (!piece.Claims.Any)
            {
                continue;
            }

            claiming++;
            if (Scope(i).Any(cited => facts[cited].Support(piece.Claims)) || Together(i, facts))
            {
                continue;
            }

            var other = Array.FindIndex(facts, passage => passage.Support(piece.Claims));
            if (other >= 0 && piece.Kind is not (UnitKind.TableHead or UnitKind.Code))
            {
                piece.Cited = [other];
            }
            else if (piece.Kind is UnitKind.Sentence or UnitKind.Bullet && !piece.Introduces)
            {
                piece.IsDropped = true;
                dropped++;
            }
            else
            {
                return false;
            }
        }

        return dropped * 3 <= claiming && pieces.Any(piece => !piece.IsDropped && piece.Cited.Count > 0);
    }

    // A sentence that cites several may take one claim from each.
    private bool Together(int i, ReplyClaims.Facts[] facts)
    {
        var (scope, claims) = (Scope(i), pieces[i].Claims);
        return scope.Count > 1
            && claims.Figures.All(figure => scope.Any(cited => facts[cited].Support(new([figure], [], []))))
            && claims.Codes.All(code => scope.Any(cited => facts[cited].Support(new([], [code], []))))
            && claims.Names.All(name => scope.Any(cited => facts[cited].Support(new([], [], [name]))));
    }

    // What a piece cites: its own citations, the next ones in its block or right below it, those of the sentence that introduces the block.
    private IReadOnlyList<int> Scope(int i)
    {
        var next = i;
        while (next < pieces.Length && (units[next].Block == units[i].Block || (pieces[next].IsOnlyCitations && units[next].Block == units[i].Block + 1)))
        {
            if (pieces[next].Cited.Count > 0)
            {
                return pieces[next].Cited;
            }

            next++;
        }

        var before = i;
        while (before >= 0 && units[before].Block == units[i].Block)
        {
            if (pieces[before].Cited.Count > 0)
            {
                return pieces[before].Cited;
            }

            before--;
        }

        return before >= 0 && pieces[before].Introduces ? pieces[before].Cited : [];
    }

    private CheckedReply Written()
    {
        var text = new StringBuilder();
        var numbers = new List<int>();
        var end = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            var gap = reply[end..units[i].Start];
            end = units[i].End;
            if (pieces[i].IsDropped)
            {
                continue;
            }

            text.Append(text.Length > 0 ? gap : "").Append(pieces[i].Write(numbers));
        }

        return new(text.ToString().TrimEnd(), numbers);
    }

    private static string Apart(Match several) => string.Concat(several.Groups[1].Captures.Select(number => $"[{number.Value}]"));

    // [1, 2] and 【1】.
    [GeneratedRegex(@"[\[【]\s*(\d{1,3})(?:\s*[,;]\s*(?<1>\d{1,3}))*\s*[\]】]", RegexOptions.CultureInvariant)]
    private static partial Regex Several();

    // A citation behind the full stop belongs in front of it.
    [GeneratedRegex(@"([.!?])((?:[ \t]*\[\d{1,3}\])+)(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex AtSentenceEnd();

    [GeneratedRegex(@"[ \t]*\[(\d{1,3})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();

    private sealed class Piece
    {
        private readonly string text;

        private Piece(string text, UnitKind kind, ReplyClaims claims, IReadOnlyList<int> cited)
        {
            this.text = text;
            Kind = kind;
            Claims = claims;
            Cited = cited;
        }

        public UnitKind Kind { get; }

        public ReplyClaims Claims { get; }

        /// <summary>Indexes of passages.</summary>
        public IReadOnlyList<int> Cited { get; set; }

        public bool IsDropped { get; set; }

        public bool IsOnlyCitations => Cited.Count > 0 && text.Length == 0;

        public bool Introduces => text.EndsWith(':');

        public static Piece Of(string text, UnitKind kind, int passages, string language)
        {
            if (kind == UnitKind.Code)
            {
                return new(text, kind, ReplyClaims.Of(text, isCode: true, language), []);
            }

            var cited = Citation().Matches(text)
                .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1)
                .Where(index => index >= 0 && index < passages)
                .Distinct()
                .ToArray();
            var plain = Citation().Replace(text, "");
            return new(plain, kind, ReplyClaims.Of(WithoutListMark(plain), isCode: false, language), cited);
        }

        /// <summary>The piece with its citations at its end, before the closing mark.</summary>
        public string Write(List<int> numbers)
        {
            var marks = new StringBuilder();
            foreach (var cited in Cited)
            {
                var number = numbers.IndexOf(cited) + 1;
                if (number == 0)
                {
                    numbers.Add(cited);
                    number = numbers.Count;
                }

                marks.Append('[').Append(number).Append(']');
            }

            if (marks.Length == 0 || text.Length == 0)
            {
                return text + marks;
            }

            if (Kind is UnitKind.Row or UnitKind.TableHead && text.EndsWith('|'))
            {
                return $"{text[..^1].TrimEnd()} {marks} |";
            }

            var end = text.Length;
            while (end > 0 && text[end - 1] is '.' or '!' or '?' or ':')
            {
                end--;
            }

            return $"{text[..end]} {marks}{text[end..]}";
        }

        private static string WithoutListMark(string text) => ListMark().Replace(text, "");
    }

    [GeneratedRegex(@"^(?:[-*+]|\d{1,3}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex ListMark();
}
