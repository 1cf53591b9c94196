using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// Turns a message into a question that stands alone, searches for it, puts what was found in order, and decides whether it answers the
/// question. Needs no language model; the same over any index. Safe for concurrent use.
/// </summary>
public sealed class PassageRetriever(IKnowledgeIndex index)
{
    private const int Candidates = 50;
    private const int Top = 5;

    public async Task<Turns.Retrieval> RetrieveAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        var followUp = FollowUp.Read(message, history);
        if (followUp.Chosen is { } chosen && await index.GetAsync([chosen.Id], cancellation) is [var passage])
        {
            return new(followUp.Question, [new(passage.Id, 1)], Sufficient: true);
        }

        var question = QuestionAnalyzer.Analyze(followUp.Question, await index.ReadLexiconAsync(cancellation), Synonyms.Shipped);
        var found = await index.SearchAsync(new(question.Text, question.Stems(), Vector: null, Candidates), cancellation);
        var ranked = PassageRanker.Rank(question, found, RetrievalModel.Fitted);
        var best = PassageRanker.Diverse(ranked, Top);
        return new(question.Text, [.. best.Select(passage => new PassageScore(passage.Passage.Id, passage.Score))], ranked.Count > 0 && RetrievalModel.Fitted.IsAnswered(Answerability.Features(ranked)));
    }
}
