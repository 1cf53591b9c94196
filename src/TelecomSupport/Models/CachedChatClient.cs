using Microsoft.Extensions.AI;

namespace TelecomSupport.Models;

/// <summary>
/// Answers a request that has a <see cref="ModelRequest.CacheKey"/> from what it kept for an equal one. Keeps answers that the request
/// accepts, in this process: <see cref="ModelsOptions.CacheEntries"/> of them, the longest unused dropped first, each for
/// <see cref="ModelsOptions.CacheMinutes"/>. Safe for concurrent use.
/// </summary>
internal sealed class CachedChatClient(IChatClient inner, ModelsOptions options, TimeProvider time) : DelegatingChatClient(inner)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> newestFirst = new();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? request = null, CancellationToken cancellationToken = default)
    {
        if (options.CacheEntries == 0 || request is not ModelRequest { CacheKey: { } key } asked)
        {
            return await base.GetResponseAsync(messages, request, cancellationToken);
        }

        var kept = Find(key);
        var tags = ModelMetrics.Of(asked.Prompt);
        tags.Add("result", kept is null ? "miss" : "hit");
        ModelMetrics.Cache.Add(1, tags);
        if (kept is not null)
        {
            return kept;
        }

        var response = await base.GetResponseAsync(messages, request, cancellationToken);
        if (asked.Accepts(response))
        {
            Keep(key, response);
        }

        return response;
    }

    private ChatResponse? Find(string key)
    {
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            newestFirst.Remove(node);
            if (node.Value.Until <= time.GetUtcNow())
            {
                byKey.Remove(key);
                return null;
            }

            newestFirst.AddFirst(node);
            return node.Value.Response;
        }
    }

    private void Keep(string key, ChatResponse response)
    {
        lock (gate)
        {
            if (byKey.Remove(key, out var before))
            {
                newestFirst.Remove(before);
            }

            byKey.Add(key, newestFirst.AddFirst(new Kept(key, response, time.GetUtcNow().AddMinutes(options.CacheMinutes))));
            if (newestFirst.Count > options.CacheEntries)
            {
                byKey.Remove(newestFirst.Last!.Value.Key);
                newestFirst.RemoveLast();
            }
        }
    }

    private sealed record Kept(string Key, ChatResponse Response, DateTimeOffset Until);
}
