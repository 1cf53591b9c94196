using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// Turns a message into a question that stands alone, searches for it, puts what was found in order, and decides whether it answers the
/// question. Needs no model; with an embedding model, meaning has a say in the order. The same over any index. Safe for concurrent use.
/// </summary>
/// <param name="embeddings">The model that the passages were embedded with, or null. When it fails, the search goes by words alone.</param>
public sealed partial class PassageRetriever(
    IKnowledgeIndex index, ILogger<PassageRetriever> logger, IEmbeddingGenerator<string, Embedding<float>>? embeddings = null)
{
    private const int Candidates = 50;
    private const int Top = 5;

    // Below it a question is hardly ever one that the passages answer, and asking a model would only cost.
    private const double PlausibleProbability = 0.15;

    // Cormack, Clarke and Büttcher, 2009.
    private const double FusionConstant = 60;

    /// <param name="elsewhere">
    /// How sure the router was that the message is an agent's that has no documents, and can't settle it, 0 to 1: the surer, the better the passages
    /// must answer. Null for a message that is the documents' own.
    /// </param>
    public async Task<Turns.Retrieval> RetrieveAsync(
        string message, ConversationHistory history, double? elsewhere, CancellationToken cancellation)
    {
        var followUp = FollowUp.Read(message, history);
        if (followUp.Chosen is { } chosen && await index.GetAsync([chosen.Id], cancellation) is [var passage])
        {
            return new(followUp.Question, [new(passage.Id, 1)], Sufficient: true);
        }

        if (followUp.MayStandAlone && followUp.Question != message && await SearchAsync(message, elsewhere, cancellation) is { Sufficient: true } alone)
        {
            return alone;
        }

        return await SearchAsync(followUp.Question, elsewhere, cancellation);
    }

    private async Task<Turns.Retrieval> SearchAsync(string text, double? elsewhere, CancellationToken cancellation)
    {
        var question = QuestionAnalyzer.Analyze(text, await index.ReadLexiconAsync(cancellation), Synonyms.Shipped);
        var vector = embeddings is null ? null : await EmbedAsync(embeddings, text, cancellation);
        var found = await index.SearchAsync(new(text, question.Stems, vector, Candidates), cancellation);
        var ranked = PassageRanker.Rank(question, found, RetrievalModel.Fitted);
        var answered = RetrievalModel.Fitted.AnsweredProbability(ranked);
        if (elsewhere is { } confidence)
        {
            answered = RetrievalModel.Fitted.ElsewhereProbability(Answerability.ElsewhereFeatures(answered, confidence, question));
        }

        var best = PassageRanker.Diverse(vector is null ? ranked : Fused(ranked, found), Top);
        return new(text, [.. best.Select(passage => new PassageScore(passage.Passage.Id, passage.Score))], answered > 0.5, answered > PlausibleProbability);
    }

    // The index's order has the meaning in it, ours the words.
    private static List<RankedPassage> Fused(List<RankedPassage> ranked, IReadOnlyList<ScoredPassage> found)
    {
        var places = found.Select((hit, i) => (hit.Passage.Id, i)).ToDictionary(place => place.Id, place => place.i, StringComparer.Ordinal);
        return [.. ranked.Select((passage, i) => (passage, Score: (1 / (FusionConstant + i)) + (1 / (FusionConstant + places[passage.Passage.Id]))))
            .OrderByDescending(entry => entry.Score).Select(entry => entry.passage)];
    }

    private async Task<ReadOnlyMemory<float>?> EmbedAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, string question, CancellationToken cancellation)
    {
        try
        {
            return await generator.GenerateVectorAsync(question, cancellationToken: cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            Log.NoVector(logger, exception.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The question is searched by its words alone, without the embedding model: {Reason}")]
        public static partial void NoVector(ILogger logger, string reason);
    }
}
