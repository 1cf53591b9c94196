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

    // A further passage is cited only when it is about as good as the best one and says something that the others don't.
    private const double AsGood = 0.9;

    public async Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation)
    {
        var retrieval = context.Request.Retrieval;
        var phrases = ReplyPhrases.In(context.Route.Language);
        if (retrieval is not { Sufficient: true } || context.Passages.Count == 0)
        {
            return new() { Reply = phrases.NotCovered, Recall = new(retrieval?.Question, []), Unanswered = true };
        }

        var question = QuestionAnalyzer.Analyze(retrieval.Question, await index.ReadLexiconAsync(cancellation), Synonyms.Shipped);
        var cited = Cited(question, context.Passages);
        var reply = new StringBuilder(phrases.QuotedInEnglish);
        foreach (var (match, number) in cited.Select((match, i) => (match, i + 1)))
        {
            reply.Append(reply.Length > 0 ? "\n\n" : "");
            new Quotation(match.Passage, AnswerSelection.From(match)).Write(reply, number);
        }

        var scores = context.Passages.ToDictionary(scored => scored.Passage.Id, scored => scored.Score);
        return new()
        {
            Reply = reply.ToString(),
            Sources = [.. cited.Select(match => match.Passage.Passage).Select(passage =>
                new Source(passage.Document, passage.Title, passage.Section, Math.Round(scores[passage.Id], 4)))],
            Recall = new(question.Text, [.. cited.Select(match => match.Passage.Passage).Select(passage => new RecallItem("passage", passage.Id, passage.Section))]),
        };
    }

    private static List<PassageMatch> Cited(Question question, IReadOnlyList<ScoredPassage> passages)
    {
        var cited = new List<PassageMatch>();
        foreach (var (passage, score) in passages)
        {
            var match = new PassageMatch(question, IndexedPassage.Of(passage));
            if (match.Passage.Units.Length > 0 && (cited.Count == 0 || (score >= AsGood * passages[0].Score && AddsTo(cited, match))) && cited.Count < MaxSources)
            {
                cited.Add(match);
            }
        }

        return cited;
    }

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
