namespace TelecomSupport.Conversations;

/// <summary>What a turn sees of the conversation before it.</summary>
/// <param name="Turns">The newest turns, whole, oldest first.</param>
/// <param name="Summary">One line for each older turn, oldest first; empty when none is left out.</param>
/// <param name="HeldByCase">The escalation case that has the thread, or null.</param>
public sealed record ConversationHistory(IReadOnlyList<TurnRecord> Turns, string Summary, string? HeldByCase)
{
    public static readonly ConversationHistory Empty = new([], "", null);

    /// <summary>Whose thread it is; empty for an unknown thread.</summary>
    public string CustomerId { get; init; } = "";

    public TurnRecord? Last => Turns.Count > 0 ? Turns[^1] : null;

    /// <summary>How many of the last turns in a row asked for clarification.</summary>
    public int ClarificationsInARow => Turns.Reverse().TakeWhile(turn => turn.Result.NeedsClarification).Count();
}
