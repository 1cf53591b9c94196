using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace TelecomSupport.Models;

/// <summary>Measures each request with its tokens, cost and outcome, and traces it, after OpenTelemetry's conventions for generative AI; no content.</summary>
internal sealed class MeteredChatClient(IChatClient inner, ModelsOptions options, TimeProvider time) : DelegatingChatClient(inner)
{
    private const double Million = 1_000_000;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? request = null, CancellationToken cancellationToken = default)
    {
        var tags = request is ModelRequest { Prompt: { } prompt } ? ModelMetrics.Of(prompt) : [];
        tags.Add("gen_ai.operation.name", "chat");
        tags.Add("gen_ai.request.model", options.ChatModel);
        using var activity = SupportTelemetry.Activities.StartActivity($"chat {options.ChatModel}", ActivityKind.Client, default(ActivityContext), tags);
        var start = time.GetTimestamp();
        try
        {
            var response = await base.GetResponseAsync(messages, request, cancellationToken);
            Count(response.Usage?.InputTokenCount, ModelMetrics.Input, options.InputPrice, tags);
            Count(response.Usage?.OutputTokenCount, ModelMetrics.Output, options.OutputPrice, tags);
            activity?.SetTag("gen_ai.usage.input_tokens", response.Usage?.InputTokenCount);
            activity?.SetTag("gen_ai.usage.output_tokens", response.Usage?.OutputTokenCount);
            return response;
        }
        catch (Exception exception)
        {
            var error = exception is ModelException { Failure: var failure } ? ModelMetrics.Name(failure) : exception.GetType().Name;
            tags.Add("error.type", error);
            activity?.SetStatus(ActivityStatusCode.Error, error);
            throw;
        }
        finally
        {
            ModelMetrics.Duration.Record(time.GetElapsedTime(start).TotalSeconds, tags);
        }
    }

    private static void Count(long? tokens, string type, double price, TagList tags)
    {
        if (tokens is { } count)
        {
            tags.Add("gen_ai.token.type", type);
            ModelMetrics.Tokens.Record(count, tags);
            ModelMetrics.Cost.Add(count * price / Million, tags);
        }
    }
}
