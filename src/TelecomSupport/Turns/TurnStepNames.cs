namespace TelecomSupport.Turns;

/// <summary>The steps' names as journals keep them and customers see them in progress.</summary>
public static class TurnStepNames
{
    public const string RouteMessage = "route_message";
    public const string RetrievePassages = "retrieve_passages";
    public const string ComposeReply = "compose_reply";
    public const string CallBillingTool = "call_billing_tool";
    public const string SaveTurn = "save_turn";
}
