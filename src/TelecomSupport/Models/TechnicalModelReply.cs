using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge;
using TelecomSupport.Technical;
using TelecomSupport.Turns;

namespace TelecomSupport.Models;

/// <summary>
/// Has the model answer from the retrieved passages, and lets its reply through only as far as <see cref="CitationCheck"/> finds it supported.
/// Passages that can hardly answer the question are refused without the model; a reply that can't be used leaves the extractive one, degraded.
/// </summary>
internal sealed class TechnicalModelReply(
    IReplyComposer extractive, LanguageModel model, PromptLibrary prompts, StepBudgets budgets, IOptions<ModelsOptions> options) : IReplyComposer
{
    /// <summary>What the prompt asks the model to say when the passages don't answer the question.</summary>
    private const string NotCovered = "NOT_COVERED";

    public async Task<Composition> ComposeAsync(ComposeContext context, CancellationToken cancellation)
    {
        if (context.Request.Retrieval is not { } retrieval || !(retrieval.Sufficient || retrieval.Plausible) || context.Passages.Count == 0)
        {
            return await extractive.ComposeAsync(context, cancellation);
        }

        var prompt = prompts.For(PromptNames.Technical, context.Turn.CustomerId);
        var (messages, passages) = Messages(context, prompt, options.Value.ContextTokens);
        var request = ModelRequest.For(prompt, budgets.TechnicalReply, CacheKey(context, prompt, passages));
        var known = new[] { context.Turn.Message, retrieval.Question, prompt.Text };
        var answer = await model.AskAsync(request, messages, response => Read(response.Text, passages, known, context.Route.Language), cancellation);
        return answer.Value switch
        {
            null => await extractive.ComposeAsync(context, cancellation) with { Degraded = true },
            { Cited.Count: 0 } => new()
            {
                Reply = ReplyPhrases.In(context.Route.Language).NotCovered,
                Recall = new(retrieval.Question, []),
                Unanswered = true,
                Prompt = prompt.Id,
            },
            var reply => Cited(reply, context, retrieval.Question, prompt),
        };
    }

    private static Composition Cited(CheckedReply reply, ComposeContext context, string question, Prompt prompt)
    {
        var cited = reply.Cited.Select(index => context.Passages[index]).ToArray();
        return new()
        {
            Reply = reply.Text,
            Sources = [.. cited.Select(scored => new Source(scored.Passage.Document, scored.Passage.Title, scored.Passage.Section, Math.Round(scored.Score, 4)))],
            Recall = new(question, [.. cited.Select(scored => new RecallItem("passage", scored.Passage.Id, scored.Passage.Section))]),
            Prompt = prompt.Id,
        };
    }

    private static (IReadOnlyList<ChatMessage> Messages, IReadOnlyList<Passage> Passages) Messages(ComposeContext context, Prompt prompt, int tokens)
    {
        var all = context.Passages.Select(scored => scored.Passage).ToArray();
        var spotlight = Spotlight.For(context.Turn.TurnId, all.Select(passage => passage.Text).Append(context.Turn.Message));
        var system = prompt.Fill(("language", context.Route.Language), ("marker", spotlight.Marker));
        var shown = all.Select((passage, i) => spotlight.Around(
            string.Create(CultureInfo.InvariantCulture, $"passage {i + 1}"),
            $"{string.Join(" > ", passage.HeadingPath.Prepend(passage.Title))}\n{passage.Text}")).ToArray();
        var fit = ContextBudget.Fit(tokens, [system, context.Turn.Message], shown, context.History);
        return (
            [
                new(ChatRole.System, system),
                .. fit.History,
                new(ChatRole.User, string.Join("\n\n", shown.Take(fit.Passages))),
                new(ChatRole.User, context.Turn.Message),
            ],
            [.. all.Take(fit.Passages)]);
    }

    /// <returns>The reply; without citations when the model says that the passages don't answer; null when it can't be used.</returns>
    private static CheckedReply? Read(string reply, IReadOnlyList<Passage> passages, string[] known, string language) =>
        reply.Trim().TrimEnd('.') == NotCovered ? new("", []) : CitationCheck.Check(reply, passages, known, language);

    // The passages' ids stand for the index's version, since they change with the text. In a conversation the reply depends on what was said
    // before, which is the customer's own.
    private static string? CacheKey(ComposeContext context, Prompt prompt, IReadOnlyList<Passage> passages)
    {
        if (context.History.Turns.Count > 0)
        {
            return null;
        }

        var question = string.Join(' ', context.Turn.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        string[] parts = [prompt.Id, context.Route.Language, question, .. passages.Select(passage => passage.Id)];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }
}
