using System.Collections;
using Microsoft.AspNetCore.Http;

namespace TelecomSupport.Http;

/// <summary>
/// The logging scope of a request: <c>RequestId</c>, and <c>TurnId</c> from when it is known. Read anew for each record. Used by the request's
/// own thread of work only.
/// </summary>
internal sealed class RequestScope(HttpContext http) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private static readonly object Turn = new();

    public int Count => TurnId is null ? 1 : 2;

    private object? TurnId => http.Items.TryGetValue(Turn, out var turnId) ? turnId : http.Request.RouteValues.GetValueOrDefault("turn_id");

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("RequestId", http.TraceIdentifier),
        1 when TurnId is { } turnId => new("TurnId", turnId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Says which turn the request is about, when its path doesn't.</summary>
    public static void SetTurn(HttpContext http, string turnId) => http.Items[Turn] = turnId;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
