using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net.Sockets;
using Azure.Identity;
using Microsoft.Extensions.AI;
using TelecomSupport.Models;

namespace TelecomSupport.Azure.Models;

/// <summary>Turns whatever the provider's client throws into <see cref="ModelException"/>.</summary>
internal sealed class SdkChatFailures(IChatClient inner) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        SdkFailures.GuardAsync(() => base.GetResponseAsync(messages, options, cancellationToken), cancellationToken);
}

/// <summary>The same for embeddings.</summary>
internal sealed class SdkEmbeddingFailures(IEmbeddingGenerator<string, Embedding<float>> inner)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        SdkFailures.GuardAsync(() => base.GenerateAsync(values, options, cancellationToken), cancellationToken);
}

internal static class SdkFailures
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            throw Translate(exception);
        }
    }

    // Messages of the client quote the response, which may quote the request or the key; only those of the network are told.
    private static ModelException Translate(Exception exception) => exception switch
    {
        ClientResultException { Status: > 0 } refused => new(OfStatus(refused), $"status {refused.Status}", RetryAfter(refused.GetRawResponse())),
        OperationCanceledException or TimeoutException => new(ModelFailure.Timeout),
        ClientResultException or HttpRequestException or IOException or SocketException =>
            new(ModelFailure.Unreachable, exception.GetBaseException() is SocketException or IOException ? exception.GetBaseException().Message : null),
        AuthenticationFailedException => new(ModelFailure.Denied, "no Azure identity could be obtained"),
        AggregateException { InnerExceptions: [.., var last] } => Translate(last),

        // What the client could not make sense of, in the many ways that it says so.
        _ => new(ModelFailure.Unusable, exception.GetType().Name),
    };

    private static ModelFailure OfStatus(ClientResultException refused) => refused.Status switch
    {
        401 or 403 => ModelFailure.Denied,
        408 => ModelFailure.Timeout,
        429 => ModelFailure.Throttled,
        >= 500 => ModelFailure.ServerError,
        400 when refused.GetRawResponse()?.Content.ToString().Contains("content_filter", StringComparison.Ordinal) == true => ModelFailure.Filtered,
        >= 400 => ModelFailure.Rejected,
        _ => ModelFailure.Unusable,
    };

    // Seconds or a date (RFC 9110, section 10.2.3), or the milliseconds that Azure and OpenAI add.
    private static TimeSpan? RetryAfter(PipelineResponse? response)
    {
        if (response is null)
        {
            return null;
        }

        var wait = response.Headers.TryGetValue("retry-after-ms", out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : !response.Headers.TryGetValue("Retry-After", out text) ? (TimeSpan?)null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
                && response.Headers.TryGetValue("Date", out var date)
                && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now) ? until - now
            : null;
        return wait > TimeSpan.Zero ? wait : null;
    }
}
