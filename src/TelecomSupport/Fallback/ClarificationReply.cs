using TelecomSupport.Turns;

namespace TelecomSupport.Fallback;

/// <summary>
/// Answers what no other agent takes, in the customer's language: greets back, says goodbye, says what the assistant can do, and asks what is
/// meant. A greeting, or a message that is unclear or off-topic, needs clarification; thanks, a goodbye and a question about the assistant don't.
/// What it can't place is left unsettled, for the documents.
/// </summary>
public sealed class ClarificationReply(AgentCatalog agents) : IReplyComposer
{
    // A longer message that starts with a greeting, say, may well ask something.
    private const int FewWords = 5;

    public Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation)
    {
        var language = context.Route.Language;
        var say = ClarificationPhrases.Of(language);
        var saysMore = Words.Of(context.Turn.Message).Length > FewWords;
        var reply = SmallTalkReader.Read(context.Turn.Message) switch
        {
            SmallTalk.Thanks => new Composition { Reply = say.Thanks },
            SmallTalk.Goodbye => new() { Reply = say.Goodbye },
            SmallTalk.About => new() { Reply = Offer(say.About, say, language), Unsettled = saysMore },
            SmallTalk.Greeting => new() { Reply = Offer(say.Greeting, say, language), NeedsClarification = true, Unsettled = saysMore },
            _ => new() { Reply = Offer(say.Unclear, say, language), NeedsClarification = true, Unsettled = true },
        };
        return Task.FromResult(reply);
    }

    private string Offer(string first, ClarificationPhrases say, string language)
    {
        var purposes = agents.All.Where(agent => !agent.IsFallback).Select(agent => $"- {agent.PurposeIn(language)}");
        return $"{first} {say.ICanHelpWith}\n{string.Join('\n', purposes)}\n{say.WhatDoYouNeed}";
    }
}
