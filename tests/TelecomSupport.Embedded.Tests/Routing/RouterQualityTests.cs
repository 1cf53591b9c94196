using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Tests.Routing;

/// <summary>Floors under what the router was measured at, so that a worse model does not go unnoticed.</summary>
public sealed class RouterQualityTests
{
    private readonly LocalRouter router = new(RouterModel.LoadShipped(), NullLogger<LocalRouter>.Instance);

    [Fact]
    public async Task Router_ChatMessages_StaysAboveItsFloors()
    {
        var evaluation = await RouterEvaluation.RunAsync(router, RouterData.Chat(), TimeProvider.System);

        Assert.True(evaluation.Accuracy >= 0.94, evaluation.ToText());
        Assert.True(evaluation.ByLanguage["en"].Accuracy >= 0.94, evaluation.ToText());
        Assert.True(evaluation.CalibrationError <= 0.06, evaluation.ToText());
        Assert.All(evaluation.Classes.Values, figures => Assert.True(Math.Min(figures.Precision, figures.Recall) >= 0.86, evaluation.ToText()));
    }

    [Fact]
    public async Task Router_ChatMessages_DetectsTheirLanguage()
    {
        var right = 0;
        foreach (var example in RouterData.Chat())
        {
            var decision = await router.RouteAsync(example.Text, ConversationHistory.Empty, CancellationToken.None);
            right += decision.Language == example.Lang ? 1 : 0;
        }

        Assert.True(right >= RouterData.Chat().Count * 0.97, $"{right} of {RouterData.Chat().Count}");
    }

    [ComplaintsFact]
    public async Task Router_ComplaintTitles_StaysAboveItsFloor()
    {
        var examples = RouterExample.Parse(await File.ReadAllTextAsync(Environment.GetEnvironmentVariable(RouterData.ComplaintsVariable)!));

        var evaluation = await RouterEvaluation.RunAsync(router, examples, TimeProvider.System);

        Assert.True(evaluation.Accuracy >= 0.88, evaluation.ToText());
    }
}
