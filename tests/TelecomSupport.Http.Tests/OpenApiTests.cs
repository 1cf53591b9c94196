using System.Text.Json;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.Tests;

/// <summary>The generated document, held against what the server does.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private SupportServer server = null!;
    private JsonElement document;

    public async Task InitializeAsync()
    {
        server = await SupportServer.StartAsync();
        document = await (await server.GetAsync("/openapi.json", user: null)).JsonAsync();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public void Document_Operations_AreTheRouteTable()
    {
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var operations =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name} {operation.Value.GetProperty("operationId").GetString()}";

        Assert.Equal(
            SupportRoutes.All.Select(route => $"{route.Method} {route.Template} {route.Name}").Order(StringComparer.Ordinal),
            operations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Document_References_AllResolve()
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");

        Assert.All(References(document), reference => Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference));
    }

    [Fact]
    public void Document_Fields_AreDescribedFromTheCode()
    {
        var confidence = document.GetProperty("components").GetProperty("schemas").GetProperty("TurnResult").GetProperty("properties").GetProperty("confidence");

        Assert.Contains("probability", confidence.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Home", "GET", "/", null, 200)]
    [InlineData("Health", "GET", "/health", null, 200)]
    [InlineData("Live", "GET", "/health/live", null, 200)]
    [InlineData("Chat", "POST", "/chat", """{"message":"hi","user_id":"anna","thread_id":"t1"}""", 200)]
    [InlineData("Chat", "POST", "/chat", """{"message":"hi","user_id":"ben","thread_id":"t1"}""", 404)]
    [InlineData("Chat", "POST", "/chat", "{", 400)]
    [InlineData("Chat", "POST", "/chat", "{}", 422)]
    [InlineData("Turn", "GET", "/chat/{turn}", null, 200)]
    [InlineData("Turn", "GET", "/chat/unknown", null, 404)]
    [InlineData("Thread", "GET", "/threads/t1", null, 200)]
    [InlineData("Thread", "GET", "/threads/t1?limit=0", null, 422)]
    [InlineData("Thread", "GET", "/threads/other", null, 404)]
    [InlineData("Reset", "POST", "/reset", """{"thread_id":"t1","user_id":"anna"}""", 200)]
    [InlineData("Reset", "POST", "/reset", "{}", 422)]
    [InlineData("Graph", "GET", "/graph", null, 200)]
    [InlineData("OpenApi", "GET", "/openapi.json", null, 200)]
    [InlineData("Docs", "GET", "/docs", null, 200)]
    public async Task Response_Live_IsAsTheDocumentSays(string operationId, string method, string path, string? body, int status)
    {
        var known = await (await server.ChatAsync("hello", "anna", "t1", "m1")).JsonAsync();
        path = path.Replace("{turn}", known.GetProperty("turn_id").GetString(), StringComparison.Ordinal);

        var response = body is null ? await server.GetAsync(path, "anna") : await server.PostAsync(path, body);

        Assert.Equal(method, body is null ? "GET" : "POST");
        Assert.Equal(status, (int)response.StatusCode);
        await AssertDocumentedAsync(operationId, response);
    }

    [Fact]
    public async Task Response_RunningTurn_IsAsTheDocumentSays()
    {
        server.Engine.Hold = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat")
        {
            Content = new StringContent("""{"message":"hi","user_id":"anna"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Prefer", "respond-async");

        var accepted = await server.Client.SendAsync(request);

        await AssertDocumentedAsync("Chat", accepted);
        await AssertDocumentedAsync("Turn", await server.GetAsync(accepted.Headers.Location!.OriginalString, "anna"));
        server.Engine.Failure = new StorageUnavailableException("down");
        await AssertDocumentedAsync("Chat", await server.ChatAsync("hi"));
        await AssertDocumentedAsync("Thread", await server.GetAsync("/threads/t1", user: null));
        await AssertDocumentedAsync("Chat", await server.PostAsync("/chat", "{}", "text/plain"));
        await AssertDocumentedAsync("Chat", await server.PostAsync("/chat", new string(' ', BodyShape.MaxBytes + 1)));
    }

    [Theory]
    [InlineData("""{"message":"hi","user_id":"anna"}""")]
    [InlineData("""{"message":"hi","user_id":"anna","thread_id":null,"message_id":"m.1"}""")]
    [InlineData("""{"message":"","user_id":"anna"}""")]
    [InlineData("""{"message":5,"user_id":"anna"}""")]
    [InlineData("""{"message":"hi","user_id":"an na"}""")]
    [InlineData("""{"message":"hi","user_id":"anna","thread_id":"a/b"}""")]
    [InlineData("""{"message":"hi","user_id":"anna","more":1}""")]
    [InlineData("""{"user_id":"anna"}""")]
    public async Task RequestSchema_Body_IsValidExactlyWhenItIsTaken(string body)
    {
        var response = await server.PostAsync("/chat", body);

        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("ChatRequest");
        var errors = new SchemaCheck(document).Errors(JsonDocument.Parse(body).RootElement, schema).ToArray();
        Assert.Equal(response.IsSuccessStatusCode, errors.Length == 0);
    }

    private async Task AssertDocumentedAsync(string operationId, HttpResponseMessage response)
    {
        var operation = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Single(operation => operation.Value.GetProperty("operationId").GetString() == operationId).Value;
        var documented = operation.GetProperty("responses").GetProperty($"{(int)response.StatusCode}");
        Assert.All(
            documented.GetProperty("headers").EnumerateObject().Where(header => !header.Name.StartsWith("RateLimit", StringComparison.Ordinal)),
            header => Assert.True(response.Headers.Contains(header.Name), header.Name));
        var type = response.Content.Headers.ContentType!.MediaType!;
        var schema = documented.GetProperty("content").GetProperty(type).GetProperty("schema");
        if (type.EndsWith("json", StringComparison.Ordinal))
        {
            Assert.Empty(new SchemaCheck(document).Errors(await response.JsonAsync(), schema));
        }
    }

    private static IEnumerable<string> References(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(property =>
            property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
