using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Http.Access;
using TelecomSupport.Http.Requests;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Turns;

/// <summary><c>/chat</c>: sends messages and follows their turns.</summary>
internal sealed class ChatRoutes(
    ITurnEngine engine, IConversationStore conversations, IRateLimiter limiter, IOptions<ChatOptions> options, TimeProvider time)
{
    // Soon enough for a person to wait, and rarely enough to cost nothing.
    private const string PollSeconds = "1";

    private readonly BodyShape shape = BodyShapes.Chat(options.Value);
    private readonly TextField message = TextField.Message(options.Value.MaxMessageLength);
    private readonly TimeSpan wait = TimeSpan.FromSeconds(options.Value.WaitSeconds);

    public async Task<IResult> PostAsync(HttpContext http, Caller caller)
    {
        var received = time.GetUtcNow();
        var body = await shape.ReadAsync(http, caller);
        if (body.Refusal is { } refusal)
        {
            return refusal;
        }

        var threadId = body[TextField.ThreadId] ?? NewId();
        var messageId = body[TextField.MessageId];
        var turn = new TurnRequest
        {
            TurnId = Ids.Turn(threadId, messageId ??= NewId()),
            ThreadId = threadId,
            CustomerId = body.CustomerId,
            MessageId = messageId,
            Message = body[message]!,
            ReceivedAt = received,
            RequestId = http.TraceIdentifier,
        };
        RequestScope.SetTurn(http, turn.TurnId);
        if (!await TakeAsync(http, turn))
        {
            return Problems.Of(http, StatusCodes.Status429TooManyRequests, "That was too many messages in a minute. Please wait a little.");
        }

        // From here on the request's own cancellation no longer counts: a client that goes away does not stop its turn.
        if (!await conversations.ClaimAsync(threadId, turn.CustomerId, CancellationToken.None))
        {
            return Problems.NotFound(http);
        }

        var status = await engine.SubmitAsync(turn, CancellationToken.None);
        if (status is null)
        {
            return Problems.Of(http, StatusCodes.Status409Conflict, "The message before this one is still being answered.");
        }

        if (status.Result is null && !RespondsAsync(http))
        {
            status = await WaitAsync(status, http.RequestAborted);
        }

        return Answer(http, status);
    }

    public async Task<IResult> GetAsync(HttpContext http, Caller caller) =>
        await FindAsync(http, caller) is { } status ? Answer(http, status) : Problems.NotFound(http);

    public async Task<IResult> EventsAsync(HttpContext http, Caller caller) =>
        await FindAsync(http, caller) is { } status ? new TurnEvents(engine, status, time) : Problems.NotFound(http);

    private async Task<TurnStatus?> FindAsync(HttpContext http, Caller caller)
    {
        var turnId = (string)http.Request.RouteValues["turn_id"]!;
        if (!TextField.MessageId.IsValid(turnId))
        {
            return null;
        }

        var status = await engine.FindAsync(turnId, http.RequestAborted);
        return status?.CustomerId == caller.RequiredCustomerId ? status : null;
    }

    /// <summary>Counts the message against the customer's limit. A message that was accepted before is let through: its turn costs nothing again.</summary>
    private async Task<bool> TakeAsync(HttpContext http, TurnRequest turn)
    {
        if (await limiter.TakeAsync(turn.CustomerId, http.RequestAborted) is not { } lease)
        {
            return true;
        }

        var headers = http.Response.Headers;
        var reset = Seconds(lease.Reset);
        headers["RateLimit-Limit"] = lease.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = lease.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = reset;
        if (lease.Granted || (await engine.FindAsync(turn.TurnId, http.RequestAborted))?.CustomerId == turn.CustomerId)
        {
            return true;
        }

        headers.RetryAfter = reset;
        return false;
    }

    /// <returns>The turn's last status within <c>Chat:WaitSeconds</c>.</returns>
    private async Task<TurnStatus> WaitAsync(TurnStatus status, CancellationToken clientGone)
    {
        using var deadline = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, clientGone);
        try
        {
            await foreach (var change in engine.WatchAsync(status.TurnId, either.Token))
            {
                status = change;
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The turn goes on without us.
        }
        catch (StorageUnavailableException)
        {
            // The turn was accepted and is kept; the client can come back for it.
        }

        return status;
    }

    private static IResult Answer(HttpContext http, TurnStatus status)
    {
        if (status.Result is { } result)
        {
            return TypedResults.Json(result, SupportJson.Options);
        }

        http.Response.Headers.Location = $"/chat/{status.TurnId}";
        http.Response.Headers.RetryAfter = PollSeconds;
        return TypedResults.Json(TurnProgress.Of(status), SupportJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    // RFC 7240, section 4.1.
    private static bool RespondsAsync(HttpContext http)
    {
        if (!http.Request.Headers["Prefer"].Any(
            value => value!.Split(',').Any(preference => preference.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase))))
        {
            return false;
        }

        http.Response.Headers["Preference-Applied"] = "respond-async";
        return true;
    }

    private static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    // 128 random bits: nobody guesses another customer's thread.
    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
