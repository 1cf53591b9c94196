using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;
using TelecomSupport.Http.Access;
using TelecomSupport.Http.Requests;
using TelecomSupport.Http.Service;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.OpenApi;

/// <summary>
/// The contract as OpenAPI 3.1, made of the route table, the request shapes and the response types: ASP.NET Core's own generator reads
/// endpoints, which the Functions host does not have.
/// </summary>
internal sealed class OpenApiDocument
{
    private const string UserScheme = "user";
    private const string TokenScheme = "token";
    private const string JsonType = "application/json";

    private readonly ChatOptions options;
    private readonly AuthOptions auth;
    private readonly ContractSchemas schemas;
    private readonly JsonObject requestSchemas = [];
    private readonly byte[] json;

    public OpenApiDocument(AgentCatalog agents, IOptions<ChatOptions> options, IOptions<AuthOptions> auth)
    {
        (this.options, this.auth) = (options.Value, auth.Value);
        schemas = new(agents);
        json = JsonSerializer.SerializeToUtf8Bytes(Build(), SupportJson.Options);
    }

    public Task<IResult> GetAsync() => Task.FromResult<IResult>(TypedResults.Bytes(json, JsonType));

    private bool TakesTokens => auth.Mode == AuthMode.Jwt;

    private JsonObject Build()
    {
        var paths = new JsonObject();
        foreach (var routes in SupportRoutes.All.GroupBy(route => route.Template))
        {
            paths[routes.Key] = new JsonObject(
                routes.Select(route => KeyValuePair.Create<string, JsonNode?>(route.Method.ToLowerInvariant(), Operation(route))));
        }

        var components = requestSchemas;
        foreach (var (name, schema) in schemas.Components)
        {
            components[name] = schema;
        }

        return new()
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "TelecomSupport",
                ["version"] = ServiceVersion.Text,
                ["description"] = "Customer support by chat. Every response carries X-Request-Id; errors are problem details (RFC 9457).",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = components,
                ["securitySchemes"] = TakesTokens ? new JsonObject { [TokenScheme] = Token() } : new JsonObject { [UserScheme] = User() },
            },
        };
    }

    private static JsonObject User() => new()
    {
        ["type"] = "apiKey",
        ["in"] = "header",
        ["name"] = Authentication.UserIdHeader,
        ["description"] = $"The customer, 1 to {TextField.UserId.MaxLength} of {TextField.UserId.Characters}. "
            + "A request with a body may say it there instead, as user_id: it is then 422 when missing, and 401 without a body.",
    };

    private JsonObject Token() => new()
    {
        ["type"] = "http",
        ["scheme"] = "bearer",
        ["bearerFormat"] = "JWT",
        ["description"] = $"Its claim {auth.UserIdClaim} is the customer, its claim {BearerTokens.RolesClaim} what else it may be used for. "
            + $"What a request says of its customer, in user_id or {Authentication.UserIdHeader}, must agree.",
    };

    private JsonObject Operation(SupportRoute route)
    {
        var operation = new JsonObject { ["operationId"] = route.Name, ["summary"] = route.Summary };
        if (TakesTokens && route.Who != Who.Anyone)
        {
            operation["security"] = new JsonArray(new JsonObject { [TokenScheme] = route.Role is { } role ? new JsonArray(role) : [] });
        }
        else if (route.Who is Who.Customer or Who.Owner)
        {
            var user = new JsonObject { [UserScheme] = new JsonArray() };
            operation["security"] = route.Body is null ? new JsonArray(user) : new JsonArray(new JsonObject(), user);
        }

        JsonArray parameters = [.. PathParameters(route), .. route.Parameters.Select(Parameter)];
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }

        if (route.Body?.Invoke(options) is { } shape)
        {
            requestSchemas[shape.Name] = RequestSchema.Of(shape);
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Json(ContractSchemas.Reference(shape.Name)) };
        }

        if (route.TakesDocument)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["*/*"] = new JsonObject() } };
        }

        operation["responses"] = new JsonObject(
            route.Responses.Concat(ImpliedRefusals(route)).GroupBy(response => response.Status).OrderBy(group => group.Key)
                .Select(group => KeyValuePair.Create<string, JsonNode?>($"{group.Key}", Response(route, [.. group]))));
        return operation;
    }

    private static IEnumerable<JsonObject> PathParameters(SupportRoute route) =>
        RoutePatternFactory.Parse(route.Template).Parameters.Select(parameter => new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = "string" },
        });

    private static JsonObject Parameter(RouteParameter parameter)
    {
        var schema = new JsonObject { ["type"] = parameter.Type };
        if (parameter.Range is { } range)
        {
            (schema["minimum"], schema["maximum"]) = (range.Minimum, range.Maximum);
        }

        return new() { ["name"] = parameter.Name, ["in"] = parameter.In, ["description"] = parameter.Description, ["schema"] = schema };
    }

    /// <summary>The refusals that follow from a route's shape.</summary>
    private IEnumerable<RouteResponse> ImpliedRefusals(SupportRoute route)
    {
        if (route.Body is not null)
        {
            yield return new(400, "The body is no JSON object with distinct names.");
            yield return new(413, $"The body is over {BodyShape.MaxBytes} bytes.");
            yield return new(415, "The content type is not JSON in UTF-8.");
        }

        if (route.Body is not null || route.Parameters.Any(parameter => parameter.In == "query"))
        {
            yield return new(422, "A field is not as it must be; errors says which.");
        }

        if (TakesTokens && route.Who != Who.Anyone)
        {
            yield return new(401, "There is no bearer token, or none that is valid here.");
            yield return new(403, route.Role is { } role ? $"The token has not the role {role}." : "The token is another customer's.");
        }
        else if (route.Who is Who.Customer or Who.Owner)
        {
            yield return new(401, "The request does not say in a valid way which customer it is from.");
        }

        if (route.Who != Who.Anyone)
        {
            yield return new(503, "Storage is down; nothing was accepted.");
        }

        if (route.Who == Who.Owner && route.Body is null)
        {
            yield return new(404, "There is none by this id that is this customer's.");
        }

        yield return new(500, "A fault of the service.");
    }

    private JsonObject Response(SupportRoute route, RouteResponse[] alternatives)
    {
        var content = new JsonObject();
        foreach (var response in alternatives)
        {
            var isProblem = response.Status >= 400 && response.Body is null;
            var type = isProblem ? typeof(Problem) : response.Body;
            if (response.Status == 204)
            {
                continue;
            }

            content[isProblem ? Problems.ContentType : response.ContentType] = type is null
                ? new JsonObject { ["schema"] = new JsonObject { ["type"] = response.ContentType == JsonType ? "object" : "string" } }
                : new JsonObject { ["schema"] = schemas.For(type) };
        }

        var headers = new JsonObject();
        foreach (var name in Headers(route, alternatives[0].Status))
        {
            headers[name] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        }

        return new()
        {
            ["description"] = string.Join(' ', alternatives.Select(response => response.Description)),
            ["headers"] = headers,
            ["content"] = content,
        };
    }

    private static IEnumerable<string> Headers(SupportRoute route, int status)
    {
        string[] byStatus = status switch
        {
            202 => ["Location", "Retry-After"],
            401 => ["WWW-Authenticate"],
            429 => ["Retry-After"],
            503 when route.Who != Who.Anyone => ["Retry-After"],
            _ => [],
        };
        string[] limits = route == SupportRoutes.Chat && status is 200 or 202 or 429 ? ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"] : [];
        return [SupportPipeline.RequestIdHeader, .. byStatus, .. limits];
    }

    private static JsonObject Json(JsonObject schema) => new() { [JsonType] = new JsonObject { ["schema"] = schema } };
}
