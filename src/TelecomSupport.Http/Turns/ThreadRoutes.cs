using System.Globalization;
using Microsoft.AspNetCore.Http;
using TelecomSupport.Conversations;
using TelecomSupport.Http.Access;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.Turns;

/// <summary>Reads and clears conversations.</summary>
internal sealed class ThreadRoutes(IConversationStore conversations)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 100;

    public async Task<IResult> GetAsync(HttpContext http, Caller caller)
    {
        var threadId = (string)http.Request.RouteValues["thread_id"]!;
        var limit = DefaultLimit;
        if (http.Request.Query.TryGetValue("limit", out var text)
            && !(int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            return Problems.Invalid(http, "limit", $"limit must be a whole number from 1 to {MaxLimit}.");
        }

        if (!TextField.ThreadId.IsValid(threadId)
            || (await conversations.FindThreadAsync(threadId, http.RequestAborted))?.CustomerId != caller.RequiredCustomerId)
        {
            return Problems.NotFound(http);
        }

        try
        {
            var cursor = http.Request.Query["cursor"].ToString();
            var page = await conversations.ReadTurnsAsync(threadId, limit, cursor.Length == 0 ? null : cursor, http.RequestAborted);
            return TypedResults.Json(new ThreadPage(threadId, [.. page.Turns.Select(ThreadTurn.Of)], page.Next), SupportJson.Options);
        }
        catch (FormatException)
        {
            return Problems.Invalid(http, "cursor", "cursor must be the next_cursor of a page of this thread.");
        }
    }

    public async Task<IResult> ResetAsync(HttpContext http, Caller caller)
    {
        var body = await BodyShapes.Reset.ReadAsync(http, caller);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var threadId = body[TextField.ThreadId]!;
        await conversations.ResetAsync(threadId, body.CustomerId, CancellationToken.None);
        return TypedResults.Json(new ResetResult(threadId, Cleared: true), SupportJson.Options);
    }
}
