using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Escalation;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Models;

/// <summary>
/// Asks the model what a message is about when the local router is not sure. An answer that is none leaves the local decision, which is then
/// degraded.
/// </summary>
internal sealed partial class ModelRouter(
    IMessageRouter local,
    LanguageModel model,
    PromptLibrary prompts,
    AgentCatalog agents,
    StepBudgets budgets,
    IOptions<ModelsOptions> options,
    ILogger<ModelRouter> logger) : IMessageRouter
{
    /// <summary>How often the model is right where the local router is not sure; its mistakes are taken to fall on the other categories alike.</summary>
    private const double ModelAccuracy = 0.9;

    // The conversation's last turns tell what a short message goes on about.
    private const int TurnsShown = 3;
    private const int ReplyShown = 300;

    private readonly ChatResponseFormat format = ChatResponseFormat.ForJsonSchema(
        JsonSerializer.SerializeToElement(new
        {
            type = "object",
            properties = new { category = new { type = "string", @enum = agents.All.Select(agent => agent.Category) } },
            required = new[] { "category" },
            additionalProperties = false,
        }),
        "route");

    public async Task<RouteDecision> RouteAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        var decision = await local.RouteAsync(message, history, cancellation);
        if (IsSettled(decision, history))
        {
            ModelMetrics.Routed.Add(1, new KeyValuePair<string, object?>("model", "not_needed"));
            return decision;
        }

        var prompt = prompts.For(PromptNames.Router, history.CustomerId);
        var request = ModelRequest.For(prompt, budgets.Route);
        request.ResponseFormat = format;
        var answer = await model.AskAsync(request, Messages(prompt, message, history), Category, cancellation);
        ModelMetrics.Routed.Add(1, [.. ModelMetrics.Of(prompt), new("model", answer.Value is null ? "failed" : "used")]);
        if (answer.Value is not { } category)
        {
            return decision with { Degraded = true };
        }

        var confidence = Confidence(decision, category);
        Log.Routed(logger, category, confidence, RouteSource.Model);
        return decision with { Category = category, Confidence = confidence, Source = RouteSource.Model, Prompt = prompt.Id };
    }

    private bool IsSettled(RouteDecision decision, ConversationHistory history) =>
        (decision.Source is RouteSource.Classifier or RouteSource.Conversation && decision.Confidence >= options.Value.RouterConfidence)
        || decision.Escalate == EscalationReason.PersonRequested
        || history.HeldByCase is not null;

    private ChatMessage[] Messages(Prompt prompt, string message, ConversationHistory history) =>
    [
        new(ChatRole.System, prompt.Fill(("agents", string.Join('\n', agents.All.Select(agent => $"- {agent.Category}: {agent.Purpose}"))))),
        .. history.Turns.TakeLast(TurnsShown).SelectMany(turn => (ChatMessage[])
        [
            new(ChatRole.User, turn.Request.Message),
            new(ChatRole.Assistant, turn.Result.Response.Length <= ReplyShown ? turn.Result.Response : turn.Result.Response[..ReplyShown] + "…"),
        ]),
        new(ChatRole.User, message),
    ];

    private string? Category(ChatResponse response)
    {
        try
        {
            using var answer = JsonDocument.Parse(response.Text);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("category", out var category)
                && category.ValueKind == JsonValueKind.String
                && agents.All.Any(agent => category.ValueEquals(agent.Category))
                ? category.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Bayes' rule: the local router's probabilities, those of the categories that it did not name being alike, and the model's word.
    private double Confidence(RouteDecision local, string category)
    {
        var others = Math.Max(1, agents.All.Count - 1);
        double Prior(string of) => local.Source == RouteSource.Default ? 1 : of == local.Category ? local.Confidence : (1 - local.Confidence) / others;
        double Joint(string of) => Prior(of) * (of == category ? ModelAccuracy : (1 - ModelAccuracy) / others);
        return Joint(category) / agents.All.Sum(agent => Joint(agent.Category));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Routed to {Category} with confidence {Confidence:F2} by {Source}.")]
        public static partial void Routed(ILogger logger, string category, double confidence, RouteSource source);
    }
}
