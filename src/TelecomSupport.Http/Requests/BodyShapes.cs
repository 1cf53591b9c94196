using TelecomSupport.Turns;

namespace TelecomSupport.Http.Requests;

public static class BodyShapes
{
    public static readonly BodyShape Reset = new(
        "ResetRequest", TextField.ThreadId with { Required = true, Description = "The conversation to clear." }, TextField.UserId);

    public static BodyShape Chat(ChatOptions options) => new(
        "ChatRequest", TextField.Message(options.MaxMessageLength), TextField.UserId, TextField.ThreadId, TextField.MessageId);
}
