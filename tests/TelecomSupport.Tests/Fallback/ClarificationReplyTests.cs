using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Fallback;
using TelecomSupport.Technical;
using TelecomSupport.Tests.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Fallback;

public sealed class ClarificationReplyTests
{
    private static readonly AgentCatalog Agents = new([TechnicalAgent.Definition, BillingAgent.Definition, FallbackAgent.Definition]);

    [Theory]
    [InlineData("en", "hello there")]
    [InlineData("de", "Guten Tag")]
    [InlineData("en", "what's the weather like in Oslo?")]
    [InlineData("en", "asdf qwer")]
    [InlineData("en", "Hello, is anybody there?")]
    [InlineData("pl", "Jaka jest stolica Peru?")]
    [InlineData("en", "???")]
    public async Task Compose_GreetingOrUnclear_SaysWhatItCanDoAndAsks(string language, string message)
    {
        var composition = await Compose(language, message);

        Assert.True(composition.NeedsClarification);
        Assert.Contains($"- {BillingAgent.Definition.PurposeIn(language)}", composition.Reply, StringComparison.Ordinal);
        Assert.Contains($"- {TechnicalAgent.Definition.PurposeIn(language)}", composition.Reply, StringComparison.Ordinal);
        Assert.DoesNotContain(FallbackAgent.Definition.Purpose, composition.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Thank you so much, you've been great!", "You're welcome")]
    [InlineData("pt", "obrigado, era só isso", "De nada")]
    [InlineData("fr", "Merci beaucoup, bonne journée !", "Avec plaisir")]
    [InlineData("en", "That's all, have a nice day.", "Goodbye")]
    [InlineData("es", "hasta luego", "Adiós")]
    [InlineData("en", "are you a robot or a real person?", "a program, not a person")]
    [InlineData("de", "Was kannst du?", "ein Programm")]
    public async Task Compose_NothingToClarify_AnswersInKind(string language, string message, string expected)
    {
        var composition = await Compose(language, message);

        Assert.False(composition.NeedsClarification);
        Assert.Contains(expected, composition.Reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what does NP-12 mean", true)]
    [InlineData("asdf qwer", true)]
    [InlineData("Hello, what does NP-12 mean on my phone?", true)]
    [InlineData("hello there", false)]
    [InlineData("Thank you so much, you've been great!", false)]
    [InlineData("are you a robot?", false)]
    public async Task Compose_WhatIsNoSmallTalk_IsLeftToTheDocuments(string message, bool unsettled) =>
        Assert.Equal(unsettled, (await Compose("en", message)).Unsettled);

    [Fact]
    public async Task Compose_LanguageWithoutPhrases_AnswersInEnglish() =>
        Assert.Contains("I can help with:", (await Compose("ja", "もしもし")).Reply, StringComparison.Ordinal);

    [Fact]
    public void Agents_HaveTheirPurposeInEveryLanguage()
    {
        foreach (var agent in Agents.All.Where(agent => !agent.IsFallback))
        {
            Assert.Equal(ClarificationPhrases.ByLanguage.Keys.Where(language => language != "en").Order(), agent.Translations.Keys.Order());
        }
    }

    private static Task<Composition> Compose(string language, string message)
    {
        var request = new ComposeRequest(
            ScriptedSteps.Turn with { Message = message }, ScriptedSteps.Routed("other") with { Language = language }, "fallback", null, [], false);
        return new ClarificationReply(Agents).ComposeAsync(new(request, ConversationHistory.Empty, []), default);
    }
}
