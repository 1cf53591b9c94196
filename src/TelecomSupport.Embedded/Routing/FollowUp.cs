using TelecomSupport.Conversations;
using TelecomSupport.Routing;
using TelecomSupport.Technical;

namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// Reads a message in its conversation. A terse follow-up stays with the agent of the topic; a message with a clear topic of its own goes where
/// that belongs; what lies between goes by the classifier with a lean towards staying.
/// </summary>
internal static class FollowUp
{
    // How far back a topic reaches over small talk ("thanks"), in turns.
    private const int Reach = 3;

    // The classifier's certainty from which a message has a topic of its own, whoever answered before.
    private const double ClearTopic = 0.8;

    // From this certainty of the follow-up head a message only makes sense after an answer.
    private const double Dependent = 0.5;

    // How much likelier a customer stays with a topic than changes it, when the words don't say.
    private const double Lean = 3;

    private const int TerseWords = 6;

    // What stands on its own however short it is: "thanks", "hello".
    private static readonly string[] SmallTalk = ["thanks", "greeting", "inject", "person", "salescall", "jobs"];

    /// <returns>The conversation's decision, or null when the message speaks for itself.</returns>
    public static (string Category, double Confidence, RouteSource Source)? Resolve(string message, MessageScores scores, ConversationHistory history)
    {
        var turn = history.Turns.TakeLast(Reach).LastOrDefault(turn => Topic(turn) != LocalRouter.Other);
        if (turn is null)
        {
            return null;
        }

        var topic = Topic(turn);
        var probabilities = scores.Of(RouterModel.CategoryHead);
        var stays = probabilities.GetValueOrDefault(topic);
        var smallTalk = probabilities.GetValueOrDefault(LocalRouter.Other);
        var changes = 1 - stays - smallTalk;
        if (stays > 0.5 || changes >= ClearTopic)
        {
            return null;
        }

        if (AnswersOpenPoint(message, turn, history) || IsDependent(message, scores))
        {
            // What the classifier gave to small talk belongs to the topic; a change keeps its own share.
            return (topic, Math.Max(1 - changes, 0.5), RouteSource.Conversation);
        }

        var leaning = stays * Lean / ((stays * Lean) + changes + smallTalk);
        return leaning >= 0.5 && smallTalk < 0.5 ? (topic, leaning, RouteSource.Conversation) : null;
    }

    // What the documents answered is theirs, whatever it was taken for.
    private static string Topic(TurnRecord turn) =>
        turn.Result.Agent == TechnicalAgent.Definition.Name ? TechnicalAgent.Definition.Category : turn.Result.Category;

    private static bool IsDependent(string message, MessageScores scores)
    {
        var words = MessageText.Words(message).ConvertAll(MessageText.Fold);
        if (words.Count == 0 || Lexicon.Concepts.Find(words).Exists(term => SmallTalk.Contains(term.Meaning) && !Particles.Contains(words[term.Word])))
        {
            return false;
        }

        return scores.Of(RouterModel.FollowUpHead)["yes"] >= Dependent || (words.Count <= TerseWords && words.TrueForAll(Particles.Contains));
    }

    // After a reply that asked back or listed things: a bare "yes", a number, or a word of what was listed.
    private static bool AnswersOpenPoint(string message, TurnRecord turn, ConversationHistory history)
    {
        if (turn != history.Last || turn.Recall is { Topic: null, Items.Count: 0 })
        {
            return false;
        }

        var words = MessageText.Words(message).ConvertAll(MessageText.Fold);
        var listed = turn.Recall.Items.SelectMany(item => MessageText.Words(item.Label)).Select(MessageText.Fold).Where(word => word.Length > 1 && !Particles.Contains(word)).ToHashSet();
        return words.Count is > 0 and <= TerseWords && (Particles.IsAnswer(words[0]) || words.Exists(word => char.IsAsciiDigit(word[0]) || listed.Contains(word)));
    }
}
