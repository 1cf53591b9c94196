using Microsoft.AspNetCore.Http;

namespace TelecomSupport.Http.Tests;

public sealed class RequestScopeTests
{
    private readonly DefaultHttpContext http = new() { TraceIdentifier = "request-1" };

    [Fact]
    public void Scope_Request_HasItsIdAndTheTurnsFromWhenItIsKnown()
    {
        var scope = new RequestScope(http);
        Assert.Equal([new("RequestId", "request-1")], scope);

        RequestScope.SetTurn(http, "turn-1");

        Assert.Equal([new("RequestId", "request-1"), new("TurnId", "turn-1")], scope);
    }

    [Fact]
    public void Scope_RequestForATurn_HasItFromThePath()
    {
        http.Request.RouteValues["turn_id"] = "turn-2";

        Assert.Equal([new("RequestId", "request-1"), new("TurnId", "turn-2")], new RequestScope(http));
    }
}
