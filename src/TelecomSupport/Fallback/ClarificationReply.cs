using TelecomSupport.Turns;

namespace TelecomSupport.Fallback;

/// <summary>
/// Answers what no other agent takes, in the customer's language: greets back, says goodbye, says what the assistant can do, and asks what is
/// meant. A greeting, or a message that is unclear or off-topic, needs clarification; thanks, a goodbye and a question about the assistant don't.
/// </summary>
public sealed class ClarificationReply(AgentCatalog agents) : IReplyComposer
{
    public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation)
    {
        var language = context.Route.Language;
        var say = ClarificationPhrases.Of(language);
        var reply = SmallTalkReader.Read(context.Turn.Message) switch
        {
            SmallTalk.Thanks => new Composition { Reply = say.Thanks },
            SmallTalk.Goodbye => new() { Reply = say.Goodbye },
            SmallTalk.About => new() { Reply = Offer(say.About, say, language) },
            SmallTalk.Greeting => new() { Reply = Offer(say.Greeting, say, language), NeedsClarification = true },
            _ => new() { Reply = Offer(say.Unclear, say, language), NeedsClarification = true },
        };
        return Task.FromResult(reply);
    }

    private string Offer(string first, ClarificationPhrases say, string language)
    {
        var purposes = agents.All.Where(agent => !agent.IsFallback).Select(agent => $"- {agent.PurposeIn(language)}");
        return $"{first} {say.ICanHelpWith}\n{string.Join('\n', purposes)}\n{say.WhatDoYouNeed}";
    }
}
