using Microsoft.AspNetCore.Http;
using TelecomSupport.Http.Access;
using TelecomSupport.Http.Requests;
using TelecomSupport.Turns;

namespace TelecomSupport.Http;

/// <summary>Answers a request. Expected refusals are results; an exception is answered by <see cref="SupportPipeline"/>.</summary>
/// <param name="caller">Who the request is from; nobody for a route that is for anyone.</param>
public delegate Task<IResult> RouteHandler(HttpContext http, Caller caller);

/// <summary>One route of the contract, for every host: what answers it, and what its description says.</summary>
/// <param name="Name">Unique; the operation id in the OpenAPI document.</param>
/// <param name="Method">In upper case. A <c>GET</c> route also answers <c>HEAD</c>.</param>
/// <param name="Template">In the syntax of ASP.NET Core's routing, with a leading slash.</param>
public sealed record SupportRoute(string Name, string Method, string Template, Who Who, RouteHandler Handler)
{
    /// <summary>One sentence for the reader of the contract.</summary>
    public required string Summary { get; init; }

    /// <summary>What the route answers when all is well, and refusals of its own; those that follow from its shape are left out.</summary>
    public required IReadOnlyList<RouteResponse> Responses { get; init; }

    /// <summary>The shape of the JSON body that the route takes, or null when it takes none.</summary>
    public Func<ChatOptions, BodyShape>? Body { get; init; }

    /// <summary>Whether the body is a document's bytes as they are.</summary>
    public bool TakesDocument { get; init; }

    /// <summary>What the route takes beside its path and body.</summary>
    public IReadOnlyList<RouteParameter> Parameters { get; init; } = [];

    /// <summary>The role that the caller's token must have, or null.</summary>
    public string? Role => Who switch
    {
        Who.KnowledgeWriter => "knowledge.write",
        Who.AnalyticsReader => "analytics.read",
        _ => null,
    };

    public IReadOnlyList<string> Methods => Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [Method];
}

/// <param name="Body">The type of the body; null for a <see cref="Problem"/>, or when <paramref name="ContentType"/> is not JSON.</param>
public sealed record RouteResponse(int Status, string Description, Type? Body = null, string ContentType = "application/json");

/// <param name="In"><c>query</c> or <c>header</c>.</param>
/// <param name="Type">The JSON Schema type of the value.</param>
/// <param name="Range">What a number may be, both ends included.</param>
public sealed record RouteParameter(string Name, string In, string Type, string Description, (int Minimum, int Maximum)? Range = null);

/// <summary>Who may use a route.</summary>
public enum Who
{
    Anyone,

    /// <summary>A request that says, or whose token says, which customer it is from.</summary>
    Customer,

    /// <summary>The customer whose thread or turn it is; to everyone else it does not exist.</summary>
    Owner,

    /// <summary>Who has the role <c>knowledge.write</c>; with authentication off, whoever can reach the service.</summary>
    KnowledgeWriter,

    /// <summary>Who has the role <c>analytics.read</c>; with authentication off, whoever can reach the service.</summary>
    AnalyticsReader,
}
