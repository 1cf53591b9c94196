using TelecomSupport.Conversations;
using TelecomSupport.Routing;

namespace TelecomSupport.Tests.Routing;

public sealed class RouterEvaluationTests
{
    private static readonly RouterExample[] Examples =
    [
        new("1", "a", "billing", "plain", "en"),
        new("2", "b", "billing", "terse", "en"),
        new("3", "c", "technical", "plain", "de"),
        new("4", "d", "other"),
    ];

    [Fact]
    public async Task RunAsync_OneOfFourWrong_GivesTheFigures()
    {
        var router = new FixedRouter(new() { ["a"] = ("billing", 0.95), ["b"] = ("technical", 0.55), ["c"] = ("technical", 0.95), ["d"] = ("other", 0.55) });

        var evaluation = await RouterEvaluation.RunAsync(router, Examples, TimeProvider.System);

        Assert.Equal(0.75, evaluation.Accuracy);
        Assert.Equal(new RouterClassFigures(2, 1, 0.5), evaluation.Classes["billing"]);
        Assert.Equal(new RouterClassFigures(1, 0.5, 1), evaluation.Classes["technical"]);
        Assert.Equal(1, evaluation.Confusion["billing"]["technical"]);
        Assert.Equal(new RouterGroupFigures(2, 0.5), evaluation.ByLanguage["en"]);
        Assert.Equal(new RouterGroupFigures(1, 0), evaluation.ByStyle["terse"]);
        Assert.DoesNotContain("", evaluation.ByStyle.Keys);

        // Bin 0.9: two right at 0.95, off by 0.05 each. Bin 0.5: one of two right at 0.55, off by 0.05 each.
        Assert.Equal(0.05, evaluation.CalibrationError, precision: 9);
    }

    [Fact]
    public async Task RunAsync_NoExample_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => RouterEvaluation.RunAsync(new FixedRouter([]), [], TimeProvider.System));

    [Fact]
    public async Task ToTextAndToJson_Evaluation_NameTheFigures()
    {
        var router = new FixedRouter(Examples.ToDictionary(example => example.Text, example => (example.Label, 1.0)));

        var evaluation = await RouterEvaluation.RunAsync(router, Examples, TimeProvider.System);

        Assert.Contains("accuracy 100.0", evaluation.ToText(), StringComparison.Ordinal);
        Assert.Contains("\"calibration_error\":0", evaluation.ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"by_language\":{\"en\":", evaluation.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Lines_ReadsExamples() =>
        Assert.Equal(
            [new RouterExample("x", "hi", "other", "chitchat", "en"), new RouterExample("y", "bill", "billing")],
            RouterExample.Parse("{\"id\":\"x\",\"text\":\"hi\",\"label\":\"other\",\"style\":\"chitchat\",\"lang\":\"en\"}\n\n{\"id\":\"y\",\"text\":\"bill\",\"label\":\"billing\"}\n"));

    private sealed class FixedRouter(Dictionary<string, (string Category, double Confidence)> decisions) : IMessageRouter
    {
        public Task<RouteDecision> RouteAsync(string message, ConversationHistory history, CancellationToken cancellation) =>
            Task.FromResult(new RouteDecision
            {
                Category = decisions[message].Category,
                Confidence = decisions[message].Confidence,
                Source = RouteSource.Classifier,
                Language = "en",
                Sentiment = Sentiment.Neutral,
            });
    }
}
