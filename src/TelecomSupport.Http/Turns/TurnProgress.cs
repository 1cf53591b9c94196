using System.Diagnostics.CodeAnalysis;
using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Turns;

/// <summary>A turn that is not finished yet.</summary>
/// <param name="Status">Always <c>running</c>.</param>
/// <param name="Step">The running step, <c>accepted</c> before the first.</param>
public sealed record TurnProgress(string TurnId, string ThreadId, string Status, string Step)
{
    public static TurnProgress Of(TurnStatus status) => new(status.TurnId, status.ThreadId, "running", status.Step ?? TurnStatus.Accepted);
}

/// <summary>A turn in its conversation: the customer's message and when it came, with the result.</summary>
public sealed record ThreadTurn : TurnResult
{
    [SetsRequiredMembers]
    private ThreadTurn(TurnRecord turn)
        : base(turn.Result)
    {
        Message = turn.Request.Message;
        ReceivedAt = turn.Request.ReceivedAt;
    }

    public string Message { get; }
    public DateTimeOffset ReceivedAt { get; }

    public static ThreadTurn Of(TurnRecord turn) => new(turn);
}

/// <param name="Turns">Oldest first.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
public sealed record ThreadPage(string ThreadId, IReadOnlyList<ThreadTurn> Turns, string? NextCursor);

public sealed record ResetResult(string ThreadId, bool Cleared);
