using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Options;
using TelecomSupport.Turns;

namespace TelecomSupport.Conversations;

/// <summary>
/// Reads a thread within the budget of <see cref="ChatOptions.HistoryTokens"/>: the newest turns whole, at most three quarters of it, then one
/// line for each older turn in the rest, the oldest dropped first. A turn is never cut; the newest one is always whole. Safe for concurrent use.
/// </summary>
public sealed class HistoryReader(IConversationStore conversations, IOptions<ChatOptions> options)
{
    /// <summary>The most turns read from the store.</summary>
    public const int MaxTurns = 40;

    private const int SummaryLineLength = 100;

    private readonly ConditionalWeakTable<TurnRequest, ConversationHistory> read = [];

    /// <summary>Reads once for each request object: all steps that an engine gives the same one see the same history.</summary>
    /// <returns>The history before the turn; empty for an unknown thread.</returns>
    public async Task<ConversationHistory> ReadAsync(TurnRequest turn, CancellationToken cancellation) =>
        read.TryGetValue(turn, out var known) ? known : read.GetOrAdd(turn, await LoadAsync(turn, cancellation));

    private async Task<ConversationHistory> LoadAsync(TurnRequest turn, CancellationToken cancellation)
    {
        var thread = await conversations.FindThreadAsync(turn.ThreadId, cancellation);
        if (thread is null)
        {
            return ConversationHistory.Empty;
        }

        var stored = await conversations.ReadRecentTurnsAsync(turn.ThreadId, MaxTurns, cancellation);
        var turns = stored.Where(other => other.Request.TurnId != turn.TurnId).ToArray();
        return Fit(turns, options.Value.HistoryTokens) with { HeldByCase = thread.HeldByCase, CustomerId = thread.CustomerId };
    }

    internal static ConversationHistory Fit(IReadOnlyList<TurnRecord> turns, int budget)
    {
        var first = turns.Count;
        var used = 0;
        while (first > 0 && (first == turns.Count || used + Tokens(turns[first - 1]) <= budget * 3 / 4))
        {
            used += Tokens(turns[--first]);
        }

        var lines = new Stack<string>();
        for (var i = first - 1; i >= 0; i--)
        {
            var line = Line(turns[i]);
            used += Tokens(line);
            if (used > budget)
            {
                break;
            }

            lines.Push(line);
        }

        return new([.. turns.Skip(first)], string.Join('\n', lines), HeldByCase: null);
    }

    private static int Tokens(TurnRecord turn) => Tokens(turn.Request.Message) + Tokens(turn.Result.Response);

    // About four characters to a token, OpenAI's rule of thumb for English.
    private static int Tokens(string text) => (text.Length + 3) / 4;

    private static string Line(TurnRecord turn)
    {
        var message = new StringBuilder(turn.Request.Message).Replace('\n', ' ').ToString();
        return $"{turn.Result.Category}: {(message.Length <= SummaryLineLength ? message : message[..SummaryLineLength] + "…")}";
    }
}
