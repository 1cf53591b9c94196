using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>The logging scope that puts the turn's and its request's id on a record.</summary>
internal static class TurnScope
{
    public static KeyValuePair<string, object?>[] Of(TurnRequest turn) => [new("TurnId", turn.TurnId), new("RequestId", turn.RequestId)];
}
