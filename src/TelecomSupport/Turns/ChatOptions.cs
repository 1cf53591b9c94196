using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Turns;

/// <summary>Section <c>Chat</c>.</summary>
public sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>The longest message, in Unicode code points after trimming. Default 1000.</summary>
    [Range(1, 4000, ErrorMessage = "Chat:MaxMessageLength takes a whole number from 1 to 4000.")]
    public int MaxMessageLength { get; set; } = 1000;

    /// <summary>How long <c>POST /chat</c> waits for the turn before it answers 202, in seconds. Default 25.</summary>
    [Range(0, 230, ErrorMessage = "Chat:WaitSeconds takes a number from 0 to 230.")]
    public double WaitSeconds { get; set; } = 25;

    /// <summary>The turn's deadline after its start, in seconds; past it a person gets the message. Default 60.</summary>
    [Range(1, 600, ErrorMessage = "Chat:TurnTimeoutSeconds takes a number from 1 to 600.")]
    public double TurnTimeoutSeconds { get; set; } = 60;

    /// <summary>How often an agent may ask for tools in one turn. Default 5.</summary>
    [Range(1, 20, ErrorMessage = "Chat:MaxToolIterations takes a whole number from 1 to 20.")]
    public int MaxToolIterations { get; set; } = 5;

    /// <summary>Whether a message waits for its thread's running turn (default) or is refused with 409.</summary>
    public bool QueueTurns { get; set; } = true;

    /// <summary>How much of the conversation a turn sees, in tokens of about four characters. Default 1500.</summary>
    [Range(100, 100_000, ErrorMessage = "Chat:HistoryTokens takes a whole number from 100 to 100000.")]
    public int HistoryTokens { get; set; } = 1500;
}
