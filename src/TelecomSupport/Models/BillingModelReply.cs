using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using TelecomSupport.Billing;
using TelecomSupport.Turns;

namespace TelecomSupport.Models;

/// <summary>
/// Has the model choose the billing tools and word the reply. Each round is one composing: the conversation with the model is made anew from
/// the turn's tool results, so every call is a step of the turn. A reply may state only figures that those returned (<see cref="BillingFigures"/>).
/// Where the model can't be used, the billing dialogue goes on from the same results, degraded, to the end of the turn.
/// </summary>
internal sealed partial class BillingModelReply(
    IReplyComposer dialogue, LanguageModel model, PromptLibrary prompts, StepBudgets budgets, IOptions<ModelsOptions> options) : IReplyComposer
{
    // There is no question that needs more at once; what is left out the model can ask for in the next round.
    private const int MaxCallsPerRound = 6;

    private const string AskCustomer = "ask_customer";

    private static readonly AITool[] Tools =
    [
        .. BillingTool.All.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Schema)),
        AIFunctionFactory.CreateDeclaration(AskCustomer, "Asks the customer what they mean. Ends your turn.", JsonSerializer.SerializeToElement(new
        {
            type = "object",
            properties = new { question = new { type = "string", description = "The question, in the customer's language." } },
            required = new[] { "question" },
            additionalProperties = false,
        })),
    ];

    public async Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation)
    {
        if (context.Request.WithoutModel || context.ToolResults.Any(result => result.Status == ToolStatus.Failed))
        {
            return await dialogue.ComposeAsync(context, cancellation);
        }

        var prompt = prompts.For(PromptNames.Billing, context.Turn.CustomerId);
        var request = ModelRequest.For(prompt, budgets.BillingRound);
        request.Tools = Tools;
        request.ToolMode = context.Request.MayCallTools ? ChatToolMode.Auto : ChatToolMode.None;
        var answer = await model.AskAsync(request, Messages(context, prompt), response => Read(response, context), cancellation);
        return answer.Value is { } composition
            ? composition with { Prompt = prompt.Id }
            : await dialogue.ComposeAsync(context, cancellation) with { Degraded = true };
    }

    private List<ChatMessage> Messages(ComposeContext context, Prompt prompt)
    {
        var results = context.ToolResults.Select(result => result.Content.GetRawText()).ToArray();
        var spotlight = Spotlight.For(context.Turn.TurnId, results.Append(context.Turn.Message));
        var system = prompt.Fill(("language", context.Route.Language), ("marker", spotlight.Marker));
        var fit = ContextBudget.Fit(options.Value.ContextTokens, [system, context.Turn.Message, .. results], [], context.History);
        List<ChatMessage> messages = [new(ChatRole.System, system), .. fit.History, new(ChatRole.User, context.Turn.Message)];
        foreach (var (result, data) in context.ToolResults.Zip(results))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"call_{result.Call.Position}");
            var name = NotInNames().Replace(result.Call.Name, "_");
            var arguments = result.Call.Arguments.ValueKind == JsonValueKind.Object ? result.Call.Arguments.Deserialize<Dictionary<string, object?>>() : [];
            messages.Add(new(ChatRole.Assistant, [new FunctionCallContent(id, name, arguments)]));
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(id, spotlight.Around(name, data))]));
        }

        return messages;
    }

    /// <returns>Tool calls or a reply; null when it is neither that may be used.</returns>
    private static Composition? Read(ChatResponse response, ComposeContext context)
    {
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToArray();
        if (Array.Find(calls, call => call.Name == AskCustomer) is { } question)
        {
            return question.Arguments?.TryGetValue("question", out var asked) == true && asked?.ToString() is { Length: > 0 } text
                ? Reply(text, context) is { } reply ? reply with { NeedsClarification = true, Unsettled = true } : null
                : null;
        }

        if (calls.Length == 0)
        {
            return Reply(response.Text, context);
        }

        // A call made before has the same answer; a model that only repeats itself goes round in circles.
        var known = context.ToolResults.Select(result => result.Call).ToList();
        foreach (var call in calls.Select((call, i) => Call(call, context.ToolResults.Count + i)).Take(MaxCallsPerRound))
        {
            if (!known.Exists(before => before.Name == call.Name && JsonElement.DeepEquals(before.Arguments, call.Arguments)))
            {
                known.Add(call);
            }
        }

        return known.Count > context.ToolResults.Count && context.Request.MayCallTools
            ? new() { ToolCalls = known[context.ToolResults.Count..] }
            : null;
    }

    private static Composition? Reply(string text, ComposeContext context) =>
        !string.IsNullOrWhiteSpace(text) && BillingFigures.Unsupported(text, context.ToolResults).Count == 0
            ? new()
            {
                Reply = text.Trim(),
                Recall = BillingRecall.Of(text, context.ToolResults),
                Unsettled = context.ToolResults.Any(ToolErrors.IsUnknownCustomer),
            }
            : null;

    // Arguments that are not JSON become a text that no tool takes, so the model is told as with any other mistake.
    private static ToolCall Call(FunctionCallContent call, int position) => new(
        position,
        call.Name.Length <= 64 ? call.Name : call.Name[..64],
        call.Exception is null && call.Arguments is { } arguments
            ? JsonSerializer.SerializeToElement(arguments)
            : JsonSerializer.SerializeToElement("malformed"));

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInNames();
}
