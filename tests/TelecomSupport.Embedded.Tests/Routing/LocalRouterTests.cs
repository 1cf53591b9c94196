using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Escalation;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Embedded.Tests.Routing;

public sealed class LocalRouterTests
{
    private static readonly RouterModel Model = RouterModel.LoadShipped();
    private readonly LocalRouter router = new(Model, NullLogger<LocalRouter>.Instance);

    [Theory]
    [InlineData("The router keeps dropping the connection every evening", "technical", "en")]
    [InlineData("Por que é que a minha fatura subiu este mês?", "billing", "pt")]
    [InlineData("Erzähl mir bitte einen Witz über Katzen", "other", "de")]
    [InlineData("Mon forfait coûte combien par mois ?", "billing", "fr")]
    [InlineData("Od wczoraj nie działa mi internet", "technical", "pl")]
    public async Task RouteAsync_FirstMessage_FindsTopicAndLanguage(string message, string category, string language)
    {
        var decision = await Route(message);

        Assert.Equal((category, language, RouteSource.Classifier), (decision.Category, decision.Language, decision.Source));
        Assert.InRange(decision.Confidence, LocalRouter.MinConfidence, 1);
    }

    [Theory]
    [InlineData("why?")]
    [InlineData("and how long is that valid?")]
    [InlineData("the second one")]
    [InlineData("yes")]
    [InlineData("are you sure?")]
    [InlineData("ok, and then?")]
    [InlineData("¿por qué?")]
    [InlineData("und wie lange gilt das?")]
    [InlineData("a ten drugi?")]
    public async Task RouteAsync_TerseFollowUp_StaysWithItsAgent(string message)
    {
        foreach (var category in new[] { "technical", "billing" })
        {
            var decision = await Route(message, Turn("…", category));

            Assert.Equal((category, RouteSource.Conversation), (decision.Category, decision.Source));
        }
    }

    [Theory]
    [InlineData("other")]
    [InlineData("billing")]
    public async Task RouteAsync_FollowUpToWhatTheDocumentsAnswered_IsTechnical(string category)
    {
        var before = Turn("…", category);

        var decision = await Route("and how long is that valid?", before with { Result = before.Result with { Agent = "technical" } });

        Assert.Equal("technical", decision.Category);
    }

    [Theory]
    [InlineData("KI-2026-043")]
    [InlineData("ML-301??")]
    public async Task RouteAsync_OnlyACode_IsInNoOtherLanguage(string message) => Assert.Equal("en", (await Route(message)).Language);

    [Fact]
    public async Task RouteAsync_BareMonthAfterBilling_StaysWithBilling() =>
        Assert.Equal("billing", (await Route("and for October?", Turn("How much was my bill in September?", "billing"))).Category);

    [Theory]
    [InlineData("technical", "Why was I charged 12 euros twice on my last invoice?", "billing")]
    [InlineData("billing", "My router shows a red light and Wi-Fi is down", "technical")]
    [InlineData("billing", "Tell me a joke about pirates", "other")]
    [InlineData("technical", "Thanks, bye!", "other")]
    public async Task RouteAsync_ClearNewTopic_Switches(string before, string message, string expected) =>
        Assert.Equal(expected, (await Route(message, Turn("…", before))).Category);

    [Fact]
    public async Task RouteAsync_FollowUpAfterThanks_StaysWithTheTopicBefore()
    {
        var decision = await Route("and how long is that valid?", Turn("How do I get an API token?", "technical"), Turn("thanks", "other"));

        Assert.Equal("technical", decision.Category);
    }

    [Theory]
    [InlineData("the 12.99 one")]
    [InlineData("yes please")]
    [InlineData("Music Plus")]
    [InlineData("no, the other")]
    public async Task RouteAsync_BareAnswerToAnOpenPoint_StaysWithBilling(string message)
    {
        var asked = Turn("I want a refund", "billing") with
        {
            Recall = new("which charge", [new("charge", "c1", "Music Plus 12.99 EUR"), new("charge", "c2", "Roaming pass 4.99 EUR")]),
        };

        var decision = await Route(message, asked);

        Assert.Equal("billing", decision.Category);
    }

    [Fact]
    public async Task RouteAsync_FollowUpWithoutConversation_IsOther() => Assert.Equal("other", (await Route("the second one")).Category);

    [Fact]
    public async Task RouteAsync_PersonWantedWithATopic_AsksForAPerson()
    {
        var decision = await Route("Let me speak to an agent, my invoice is wrong");

        Assert.Equal(EscalationReason.PersonRequested, decision.Escalate);
    }

    [Fact]
    public async Task RouteAsync_StrongAngerTwice_EscalatesTheSecondTime()
    {
        Assert.Null((await Route("This is a disgrace, the internet is down again!")).Escalate);

        var second = await Route("You are useless, worst company ever", Turn("This is a disgrace, the internet is down again!", "technical"));

        Assert.Equal((EscalationReason.Upset, Sentiment.Negative), (second.Escalate, second.Sentiment));
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("no")]
    public async Task RouteAsync_WordOfManyLanguages_TakesTheConversations(string message)
    {
        var before = Turn("¿Por qué ha subido mi factura?", "billing");

        var decision = await Route(message, before with { Result = before.Result with { Language = "es" } });

        Assert.Equal("es", decision.Language);
    }

    [Theory]
    [InlineData("")]
    [InlineData("🤷")]
    [InlineData("\ud800 broken surrogate")]
    [InlineData("не работает интернет")]
    [InlineData("....!!??")]
    public async Task RouteAsync_UnusualText_IsAnswered(string message) => Assert.InRange((await Route(message)).Confidence, 0, 1);

    [Fact]
    public async Task RouteAsync_Decision_IsLoggedWithoutTheText()
    {
        var logger = new RecordingLogger();

        await new LocalRouter(Model, logger).RouteAsync("My invoice has a zebra on it", ConversationHistory.Empty, CancellationToken.None);

        var (level, text) = Assert.Single(logger.Records);
        Assert.Equal(LogLevel.Information, level);
        Assert.Contains("billing", text, StringComparison.Ordinal);
        Assert.Contains(nameof(RouteSource.Classifier), text, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", text, StringComparison.OrdinalIgnoreCase);
    }

    private Task<RouteDecision> Route(string message, params TurnRecord[] before) =>
        router.RouteAsync(message, new ConversationHistory(before, "", null), CancellationToken.None);

    private static TurnRecord Turn(string message, string category) => new()
    {
        Request = new TurnRequest
        {
            TurnId = "t",
            ThreadId = "thread",
            CustomerId = "customer",
            MessageId = "m",
            Message = message,
            ReceivedAt = DateTimeOffset.UnixEpoch,
        },
        Result = new TurnResult
        {
            Response = "…",
            ThreadId = "thread",
            TurnId = "t",
            Category = category,
            Confidence = 0.9,
            Agent = category == "other" ? "fallback" : category,
            NeedsClarification = false,
            Escalated = false,
            Language = "en",
            Sentiment = Sentiment.Neutral,
            Degraded = false,
            LatencyMs = 1,
        },
    };

    private sealed class RecordingLogger : ILogger<LocalRouter>
    {
        public List<(LogLevel Level, string Text)> Records { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Records.Add((logLevel, formatter(state, exception)));
    }
}
