using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Routing;
using TelecomSupport.Technical;
using TelecomSupport.Turns;

namespace TelecomSupport.Knowledge.Evaluation;

/// <summary>Asks labelled questions the way a thread would, each in a conversation of its own, and measures what comes back.</summary>
public sealed class RetrievalEvaluation(IKnowledgeIndex index)
{
    private readonly PassageRetriever retriever = new(index, NullLogger<PassageRetriever>.Instance);
    private readonly ExtractiveReply composer = new(index);

    public async Task<RetrievalReport> RunAsync(IReadOnlyList<RetrievalQuestion> questions, CancellationToken cancellation)
    {
        var outcomes = new List<Outcome>(questions.Count);
        foreach (var question in questions)
        {
            outcomes.Add(await AskAsync(question, cancellation));
        }

        var answerable = outcomes.Where(outcome => outcome.Question.Answers.Count > 0).ToArray();
        var unanswerable = outcomes.Where(outcome => outcome.Question.Answers.Count == 0).ToArray();
        var refused = outcomes.Count(outcome => outcome.Refused);
        var refusedRightly = unanswerable.Count(outcome => outcome.Refused);
        var quotations = outcomes.Sum(outcome => outcome.Quotations);
        return new(
            answerable.Length,
            unanswerable.Length,
            Share(answerable.Count(outcome => outcome.Rank == 1), answerable.Length),
            Share(answerable.Count(outcome => outcome.Rank is >= 1 and <= 3), answerable.Length),
            Share(answerable.Sum(outcome => outcome.Rank > 0 ? 1.0 / outcome.Rank : 0), answerable.Length),
            Share(answerable.Count(outcome => outcome.CitedRight), answerable.Length),
            Share(outcomes.Sum(outcome => outcome.ExactQuotations), quotations),
            Share(refusedRightly, refused),
            Share(refusedRightly, unanswerable.Length),
            [.. outcomes.GroupBy(outcome => outcome.Question.Kind)
                .Select(kind => new KindReport(kind.Key, kind.Count(), Share(kind.Count(outcome => outcome.IsRight), kind.Count())))],
            [.. outcomes.Where(outcome => !outcome.IsRight).Select(outcome => outcome.Question.Id)]);
    }

    /// <summary>The conversation before a question, as its turns would have left it.</summary>
    internal async Task<ConversationHistory> HistoryAsync(RetrievalQuestion question, CancellationToken cancellation)
    {
        var history = ConversationHistory.Empty;
        foreach (var message in question.History)
        {
            var (_, composition, _) = await TurnAsync(message, history, cancellation);
            history = history with { Turns = [.. history.Turns, Record(message, composition)] };
        }

        return history;
    }

    private static double Share(double part, int whole) => whole == 0 ? 1 : part / whole;

    private static TurnRequest Request(string message) => new()
    {
        TurnId = "turn",
        ThreadId = "thread",
        CustomerId = "customer",
        MessageId = "message",
        Message = message,
        ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    private static TurnRecord Record(string message, Composition composition) => new()
    {
        Request = Request(message),
        Recall = composition.Recall,
        Unanswered = composition.Unanswered,
        Result = new()
        {
            Response = composition.Reply ?? "",
            ThreadId = "thread",
            TurnId = "turn",
            Category = TechnicalAgent.Definition.Category,
            Confidence = 1,
            Agent = TechnicalAgent.Definition.Name,
            NeedsClarification = false,
            Escalated = false,
            Sources = composition.Sources,
            Language = "en",
            Sentiment = Sentiment.Neutral,
            Degraded = false,
            LatencyMs = 0,
        },
    };

    private async Task<Outcome> AskAsync(RetrievalQuestion question, CancellationToken cancellation)
    {
        var history = await HistoryAsync(question, cancellation);
        var (_, composition, passages) = await TurnAsync(question.Question, history, cancellation);
        var rank = 1 + passages.ToList().FindIndex(scored => question.IsAnsweredBy(scored.Passage.Document, scored.Passage.Section));
        var cited = composition.Sources.Any(source => question.IsAnsweredBy(source.Document, source.Section));
        var quotations = CitationCheck.Quotations(composition.Reply!, composition.Recall.Items.Count);
        var byId = passages.ToDictionary(scored => scored.Passage.Id, scored => scored.Passage);
        var exact = quotations.Count(quotation => CitationCheck.IsExact(quotation.Text, byId[composition.Recall.Items[quotation.Number - 1].Id]));
        return new(question, rank, cited, composition.Unanswered, quotations.Count, exact);
    }

    private async Task<(Turns.Retrieval Retrieval, Composition Composition, IReadOnlyList<ScoredPassage> Passages)> TurnAsync(
        string message, ConversationHistory history, CancellationToken cancellation)
    {
        var retrieval = await retriever.RetrieveAsync(message, history, cancellation);
        var passages = await index.GetAsync([.. retrieval.Passages.Select(passage => passage.PassageId)], cancellation);
        ScoredPassage[] scored = [.. passages.Zip(retrieval.Passages, (passage, score) => new ScoredPassage(passage, score.Score))];
        var route = new RouteDecision
        {
            Category = TechnicalAgent.Definition.Category,
            Confidence = 1,
            Source = RouteSource.Classifier,
            Language = "en",
            Sentiment = Sentiment.Neutral,
        };
        var request = new ComposeRequest(Request(message), route, TechnicalAgent.Definition.Name, retrieval, [], MayCallTools: false);
        return (retrieval, await composer.ComposeAsync(new(request, history, scored), cancellation), scored);
    }

    private sealed record Outcome(RetrievalQuestion Question, int Rank, bool CitedRight, bool Refused, int Quotations, int ExactQuotations)
    {
        public bool IsRight => Question.Answers.Count > 0 ? CitedRight : Refused;
    }
}
