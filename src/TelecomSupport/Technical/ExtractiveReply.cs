using System.Text;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Turns;

namespace TelecomSupport.Technical;

/// <summary>
/// Answers from the retrieved passages alone, in their own words, each quoted exactly and cited; says so when they don't answer. Safe for
/// concurrent use.
/// </summary>
public sealed class ExtractiveReply(IKnowledgeIndex index) : IReplyComposer
{
    private const int MaxSources = 3;

    // A further passage is cited when it is about as good as the best one: the second when it is of another section, and any that has what
    // the others lack.
    private const double AsGood = 0.85;

    public async Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation)
    {
        var retrieval = context.Request.Retrieval;
        var phrases = ReplyPhrases.In(context.Route.Language);
        if (retrieval is not { Sufficient: true } || context.Passages.Count == 0)
        {
            return Refusal(phrases, retrieval?.Question);
        }

        var question = QuestionAnalyzer.Analyze(retrieval.Question, await index.ReadLexiconAsync(cancellation), Synonyms.Shipped);
        var said = FollowUp.OnlyGoesOn(context.Turn.Message) ? context.History.Last?.Result.Response ?? "" : "";
        var cited = Cited(question, context.Passages, said);
        if (cited.Count == 0)
        {
            return Refusal(phrases, retrieval.Question);
        }

        var reply = new StringBuilder(phrases.QuotedInEnglish);
        for (var i = 0; i < cited.Count; i++)
        {
            reply.Append(reply.Length > 0 ? "\n\n" : "");
            cited[i].Quotation.Write(reply, i + 1);
        }

        return new()
        {
            Reply = reply.ToString(),
            Sources = [.. cited.Select(entry => Source(entry.Quotation.Passage.Passage, entry.Score))],
            Recall = new(question.Text, [.. cited.Select(entry => Item(entry.Quotation.Passage.Passage))]),
        };
    }

    private static Composition Refusal(ReplyPhrases phrases, string? question) =>
        new() { Reply = phrases.NotCovered, Recall = new(question, []), Unanswered = true };

    private static Source Source(Passage passage, double score) => new(passage.Document, passage.Title, passage.Section, Math.Round(score, 4));

    private static RecallItem Item(Passage passage) => new(FollowUp.PassageKind, passage.Id, passage.Section);

    private static List<(PassageMatch Match, Quotation Quotation, double Score)> Cited(
        Question question, IReadOnlyList<ScoredPassage> passages, string said)
    {
        var cited = new List<(PassageMatch Match, Quotation Quotation, double Score)>(MaxSources);
        foreach (var (passage, score) in passages)
        {
            var match = new PassageMatch(question, IndexedPassage.Of(passage));
            var isNeeded = cited.Count == 0
                || (cited.Count < MaxSources && score >= AsGood * cited[0].Score
                    && ((cited.Count == 1 && IsElsewhere(cited[0].Match, passage)) || AddsTo(cited.ConvertAll(entry => entry.Match), match)));
            if (isNeeded && AnswerSelection.From(match, said) is { Count: > 0 } units)
            {
                cited.Add((match, new(match.Passage, units), score));
            }
        }

        return cited;
    }

    private static bool IsElsewhere(PassageMatch match, Passage passage) =>
        match.Passage.Passage.Document != passage.Document || match.Passage.Passage.Section != passage.Section;

    private static bool AddsTo(List<PassageMatch> cited, PassageMatch match)
    {
        for (var term = 0; term < match.Question.Terms.Count; term++)
        {
            if (match.TermMatch(term) > 0.5 && cited.TrueForAll(other => other.TermMatch(term) < 0.5))
            {
                return true;
            }
        }

        return false;
    }
}
