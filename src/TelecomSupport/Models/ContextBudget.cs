using Microsoft.Extensions.AI;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Models;

/// <summary>
/// What of a turn the model gets to read, in tokens (<see cref="TokenCounter"/>). Never cut: the instructions, the newest message, this turn's
/// tool results and the best passage. Passages come whole or not at all, best first, in at most three quarters of the rest, so whatever a
/// reply cites was read as a whole. Then the conversation's turns, whole, newest first; then the lines about older turns, newest first.
/// </summary>
/// <param name="Passages">How many of the passages, from the first.</param>
/// <param name="History">The conversation as messages, oldest first.</param>
internal sealed record ContextBudget(int Passages, IReadOnlyList<ChatMessage> History)
{
    /// <param name="tokens">The budget.</param>
    /// <param name="always">What is sent in any case.</param>
    public static ContextBudget Fit(int tokens, IEnumerable<string> always, IReadOnlyList<string> passages, ConversationHistory history)
    {
        var rest = tokens - always.Sum(text => TokenCounter.Count(text));
        var forPassages = rest * 3 / 4;
        var taken = 0;
        while (taken < passages.Count)
        {
            var next = TokenCounter.Count(passages[taken]);
            if (taken > 0 && next > forPassages)
            {
                break;
            }

            forPassages -= next;
            rest -= next;
            taken++;
        }

        return new(taken, Messages(history, rest));
    }

    private static List<ChatMessage> Messages(ConversationHistory history, int tokens)
    {
        var messages = new List<ChatMessage>();
        foreach (var turn in history.Turns.Reverse())
        {
            tokens -= TokenCounter.Count(turn.Request.Message) + TokenCounter.Count(turn.Result.Response);
            if (tokens < 0)
            {
                break;
            }

            messages.Insert(0, new(ChatRole.Assistant, turn.Result.Response));
            messages.Insert(0, new(ChatRole.User, turn.Request.Message));
        }

        var lines = new Stack<string>();
        foreach (var line in history.Summary.Split('\n', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            tokens -= TokenCounter.Count(line);
            if (tokens < 0)
            {
                break;
            }

            lines.Push(line);
        }

        if (lines.Count > 0)
        {
            messages.Insert(0, new(ChatRole.User, "What I wrote about before:\n" + string.Join('\n', lines)));
        }

        return messages;
    }
}
