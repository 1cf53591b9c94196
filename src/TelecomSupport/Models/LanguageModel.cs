using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace TelecomSupport.Models;

/// <summary>The chat model as agents ask it: an answer that passed the asker's check, or why there is none. Safe for concurrent use.</summary>
internal sealed partial class LanguageModel(IChatClient client, ILogger<LanguageModel> logger)
{
    /// <param name="read">Makes of an answer what it is for; null when it can't be used. May run more than once.</param>
    /// <returns>Never throws for a model that can't be used.</returns>
    public async Task<ModelAnswer<T>> AskAsync<T>(
        ModelRequest request, IReadOnlyList<ChatMessage> messages, Func<ChatResponse, T?> read, CancellationToken cancellation)
        where T : class
    {
        Trace(request.Prompt, messages);
        request.Accepts = response => Read(response, read).Failure is null;
        ModelAnswer<T> answer;
        try
        {
            var response = await client.GetResponseAsync(messages, request, cancellation);
            Trace(request.Prompt, response.Messages);
            answer = Read(response, read);
            if (answer.Failure is { } flaw)
            {
                Log.AnswerNotUsed(logger, request.Prompt.Id, flaw);
            }
        }
        catch (ModelException exception)
        {
            answer = new(null, exception.Failure);
            Log.NoAnswer(logger, request.Prompt.Id, exception.Message);
        }

        var tags = ModelMetrics.Of(request.Prompt);
        tags.Add("outcome", answer.Failure is { } failure ? ModelMetrics.Name(failure) : "used");
        ModelMetrics.Answers.Add(1, tags);
        return answer;
    }

    private static ModelAnswer<T> Read<T>(ChatResponse response, Func<ChatResponse, T?> read)
        where T : class
    {
        if (response.FinishReason == ChatFinishReason.Length || response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return new(null, response.FinishReason == ChatFinishReason.Length ? ModelFailure.Truncated : ModelFailure.Filtered);
        }

        return read(response) is { } value ? new(value, null) : new(null, ModelFailure.Unusable);
    }

    private void Trace(Prompt prompt, IEnumerable<ChatMessage> messages)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            Log.Content(logger, prompt.Id, string.Join('\n', messages.Select(message => $"{message.Role}: {message.Text}")));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Prompt} goes on without the language model: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string prompt, string reason);

        [LoggerMessage(LogLevel.Warning, "{Prompt} goes on without the language model: the answer is {Failure}")]
        public static partial void AnswerNotUsed(ILogger logger, string prompt, ModelFailure failure);

        [LoggerMessage(LogLevel.Trace, "{Prompt}:\n{Messages}")]
        public static partial void Content(ILogger logger, string prompt, string messages);
    }
}

/// <param name="Value">Null when there is a <see cref="Failure"/>.</param>
internal sealed record ModelAnswer<T>(T? Value, ModelFailure? Failure)
    where T : class;
