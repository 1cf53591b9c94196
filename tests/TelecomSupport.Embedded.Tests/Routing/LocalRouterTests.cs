using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Routing;

namespace TelecomSupport.Embedded.Tests.Routing;

public sealed class LocalRouterTests
{
    private readonly LocalRouter router = new(RouterModel.LoadShipped(), NullLogger<LocalRouter>.Instance);

    [Theory]
    [InlineData("The router keeps dropping the connection every evening", "technical", "en")]
    [InlineData("Por que é que a minha fatura subiu este mês?", "billing", "pt")]
    [InlineData("Erzähl mir bitte einen Witz über Katzen", "other", "de")]
    public async Task RouteAsync_FirstMessage_FindsTopicAndLanguage(string message, string category, string language)
    {
        var decision = await router.RouteAsync(message, ConversationHistory.Empty, CancellationToken.None);

        Assert.Equal((category, language), (decision.Category, decision.Language));
        Assert.InRange(decision.Confidence, LocalRouter.MinConfidence, 1);
    }
}
