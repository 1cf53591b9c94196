using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Turns;

/// <summary>
/// A turn as server-sent events (HTML Standard, section 9.2): <c>progress</c> for each step, then <c>result</c> or <c>error</c>, each with one
/// line of JSON. Comments keep the connection open while nothing happens.
/// </summary>
internal sealed partial class TurnEvents(ITurnEngine engine, TurnStatus current, TimeProvider time) : IResult
{
    // Below the usual idle timeouts of proxies, 30 s and more.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        if (HttpMethods.IsHead(httpContext.Request.Method))
        {
            return;
        }

        var gone = httpContext.RequestAborted;
        try
        {
            if (!await FollowAsync(response, gone))
            {
                var problem = Problems.Describe(httpContext, StatusCodes.Status404NotFound, "There is no such turn any more.");
                await WriteAsync(response, "error", problem, gone);
            }
        }
        catch (Exception exception) when (!gone.IsCancellationRequested)
        {
            var logger = httpContext.RequestServices.GetRequiredService<ILogger<TurnEvents>>();
            Log.Interrupted(logger, exception, current.TurnId);
            var status = exception is StorageUnavailableException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
            var problem = Problems.Describe(httpContext, status, "The turn can't be followed right now. It goes on; please ask for it again.");
            await WriteAsync(response, "error", problem, gone);
        }
    }

    /// <returns>Whether the turn was followed to its end.</returns>
    private async Task<bool> FollowAsync(HttpResponse response, CancellationToken gone)
    {
        using var following = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var changes = engine.WatchAsync(current.TurnId, following.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            while (await NextAsync(next, response, following.Token))
            {
                if (changes.Current.Result is { } result)
                {
                    await WriteAsync(response, "result", result, gone);
                    return true;
                }

                await WriteAsync(response, "progress", TurnProgress.Of(changes.Current), gone);
                next = changes.MoveNextAsync().AsTask();
            }

            return false;
        }
        finally
        {
            // An iterator can only be disposed of when it is at rest.
            await following.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await changes.DisposeAsync();
        }
    }

    private async Task<bool> NextAsync(Task<bool> next, HttpResponse response, CancellationToken following)
    {
        while (!next.IsCompleted)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(following);
            if (await Task.WhenAny(next, Task.Delay(Heartbeat, time, quiet.Token)) != next)
            {
                await response.WriteAsync(":\n\n", following);
                await response.Body.FlushAsync(following);
            }

            await quiet.CancelAsync();
        }

        return await next;
    }

    private static async Task WriteAsync<T>(HttpResponse response, string name, T data, CancellationToken gone)
    {
        await response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(data, SupportJson.Options)}\n\n", Encoding.UTF8, gone);
        await response.Body.FlushAsync(gone);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Turn {TurnId} could not be followed to its end")]
        public static partial void Interrupted(ILogger logger, Exception exception, string turnId);
    }
}
