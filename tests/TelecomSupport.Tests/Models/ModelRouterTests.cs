using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Models;
using TelecomSupport.Routing;
using TelecomSupport.Tests.Turns;

namespace TelecomSupport.Tests.Models;

public sealed class ModelRouterTests
{
    private static readonly RouteDecision Unsure = ScriptedSteps.Routed("technical") with { Confidence = 0.6 };

    [Fact]
    public async Task Route_LocalIsSure_AsksNoModel()
    {
        var sure = ScriptedSteps.Routed("technical") with { Confidence = 0.8 };
        var (decision, client) = await RouteAsync("""{"category":"billing"}""", sure);

        Assert.Equal(sure, decision);
        Assert.Empty(client.Asked);
    }

    [Fact]
    public async Task Route_LocalIsNotSure_TheModelDecides()
    {
        var (decision, client) = await RouteAsync("""{"category":"billing"}""", Unsure);

        Assert.Equal(("billing", RouteSource.Model, "router@2/default", false), (decision.Category, decision.Source, decision.Prompt, decision.Degraded));
        Assert.Equal(0.18 / 0.22, decision.Confidence, 6);
        var (messages, options) = Assert.Single(client.Asked);
        Assert.Equal("the message", messages[^1].Text);
        Assert.Contains("- billing: your plan, bills, charges and refunds", messages[0].Text, StringComparison.Ordinal);
        Assert.Equal(99, options!.MaxOutputTokens);
        Assert.Contains("\"enum\":[\"technical\",\"billing\",\"other\"]", ((ChatResponseFormatJson)options.ResponseFormat!).Schema!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_TheModelAgrees_ConfidenceRises()
    {
        var (decision, _) = await RouteAsync("""{"category":"technical"}""", Unsure);

        Assert.InRange(decision.Confidence, 0.95, 0.99);
    }

    [Theory]
    [InlineData("billing")]
    [InlineData("""{"category":"weather"}""")]
    [InlineData("""{"category":7}""")]
    [InlineData("""["billing"]""")]
    [InlineData("""{"label":"billing"}""")]
    [InlineData("")]
    public async Task Route_Nonsense_LeavesTheLocalDecisionDegraded(string answer)
    {
        var (decision, _) = await RouteAsync(answer, Unsure);

        Assert.Equal(Unsure with { Degraded = true }, decision);
    }

    [Fact]
    public async Task Route_PersonWantedOrThreadHeld_AsksNoModel()
    {
        var (_, asked) = await RouteAsync("""{"category":"billing"}""", Unsure with { Escalate = EscalationReason.PersonRequested });
        var (_, held) = await RouteAsync("""{"category":"billing"}""", Unsure, ConversationHistory.Empty with { HeldByCase = "ESC-1" });

        Assert.Empty(asked.Asked);
        Assert.Empty(held.Asked);
    }

    [Fact]
    public async Task Route_InAConversation_ShowsItsLastTurns()
    {
        var history = ModelParts.History(ModelParts.Record("My bill?", "It is €20."), ModelParts.Record("Why?", "A pass."));
        var (_, client) = await RouteAsync("""{"category":"billing"}""", Unsure, history);

        Assert.Equal(["My bill?", "It is €20.", "Why?", "A pass.", "the message"], client.Asked[0].Messages.Skip(1).Select(message => message.Text));
    }

    private static async Task<(RouteDecision Decision, TestChatClient Client)> RouteAsync(
        string answer, RouteDecision local, ConversationHistory? history = null)
    {
        var client = new TestChatClient(_ => answer);
        using var parts = new ModelParts(client);
        var router = new ModelRouter(
            new Local(local), parts.Model, parts.Prompts, parts.Agents, parts.Budgets, parts.Wrapped, NullLogger<ModelRouter>.Instance);
        return (await router.RouteAsync("the message", history ?? ConversationHistory.Empty, default), client);
    }

    private sealed class Local(RouteDecision decision) : IMessageRouter
    {
        public Task<RouteDecision> RouteAsync(string message, ConversationHistory history, CancellationToken cancellation) => Task.FromResult(decision);
    }
}
