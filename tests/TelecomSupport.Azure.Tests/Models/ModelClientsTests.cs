using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TelecomSupport.Azure.Models;
using TelecomSupport.Contracts.Models;
using TelecomSupport.Models;

namespace TelecomSupport.Azure.Tests.Models;

public sealed class ModelClientsTests : IAsyncLifetime
{
    private const string Key = "sk-very-secret-0123456789";

    private static readonly JsonElement Schema = JsonSerializer.SerializeToElement(new { type = "object", properties = new { }, additionalProperties = false });

    private ModelServer server = null!;

    public async Task InitializeAsync() => server = await ModelServer.StartAsync();

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Theory]
    [InlineData(ModelsProvider.OpenAI, "/v1/chat/completions", $"Bearer {Key}")]
    [InlineData(ModelsProvider.AzureOpenAI, "/openai/deployments/gpt-4o-mini/chat/completions?api-version=", Key)]
    public async Task Chat_EitherProvider_SpeaksItsProtocol(ModelsProvider provider, string path, string key)
    {
        server.Chat = _ => ModelAnswer.Calls(("get_bill", """{"bill_id":"B-1"}"""));

        var response = await Chat(provider).GetResponseAsync(
            [
                new(ChatRole.System, "rules"),
                new(ChatRole.User, "question"),
                new(ChatRole.Assistant, [new FunctionCallContent("call_0", "get_balance", new Dictionary<string, object?>())]),
                new(ChatRole.Tool, [new FunctionResultContent("call_0", "data")]),
            ],
            new() { Tools = [AIFunctionFactory.CreateDeclaration("get_bill", "One bill.", Schema)], ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "route") });

        var call = Assert.Single(response.Messages.Single().Contents.OfType<FunctionCallContent>());
        Assert.Equal(("get_bill", "B-1"), (call.Name, call.Arguments!["bill_id"]!.ToString()));
        Assert.Equal((100, 20), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        var seen = Assert.Single(server.Seen);
        Assert.StartsWith(path, seen.Path, StringComparison.Ordinal);
        Assert.Equal(key, seen.Key);
        Assert.Equal(["system", "user", "assistant", "tool"], seen.Messages.Select(message => message.Role));
        Assert.Equal("json_schema", seen.Body.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Equal("get_bill", seen.Body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(ModelsProvider.OpenAI, "/v1/embeddings")]
    [InlineData(ModelsProvider.AzureOpenAI, "/openai/deployments/text-embedding-3-small/embeddings?api-version=")]
    public async Task Embeddings_EitherProvider_SpeaksItsProtocol(ModelsProvider provider, string path)
    {
        using var embeddings = ModelClients.Embeddings(Options(provider));

        var vectors = await embeddings.GenerateAsync(["one", "two"]);

        Assert.Equal([8, 8], vectors.Select(vector => vector.Vector.Length));
        Assert.StartsWith(path, Assert.Single(server.Seen).Path, StringComparison.Ordinal);
    }

    public static TheoryData<string, ModelFailure> Misbehaviours => new()
    {
        { "500", ModelFailure.ServerError },
        { "503", ModelFailure.ServerError },
        { "429", ModelFailure.Throttled },
        { "401", ModelFailure.Denied },
        { "403", ModelFailure.Denied },
        { "400", ModelFailure.Rejected },
        { "404", ModelFailure.Rejected },
        { "filtered", ModelFailure.Filtered },
        { "not json", ModelFailure.Unusable },
        { "another json", ModelFailure.Unusable },
        { "null", ModelFailure.Unusable },
        { "no choices", ModelFailure.Unusable },
        { "nothing", ModelFailure.Unusable },
        { "broken off", ModelFailure.Unreachable },
        { "hung up", ModelFailure.Unreachable },
    };

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task Chat_ServerMisbehaves_IsOneExceptionThatQuotesNothing(string misbehaviour, ModelFailure expected)
    {
        server.Chat = _ => misbehaviour switch
        {
            "filtered" => ModelAnswer.Status(400, """{"error":{"code":"content_filter","message":"The response was filtered"}}"""),
            "not json" => ModelAnswer.Body("<html>It works!</html>"),
            "another json" => ModelAnswer.Body("""{"hello":["world"]}"""),
            "null" => ModelAnswer.Body("null"),
            "no choices" => ModelAnswer.Body("""{"id":"a","object":"chat.completion","created":1,"model":"m","choices":[]}"""),
            "nothing" => ModelAnswer.Body(""),
            "broken off" => ModelAnswer.BrokenOff,
            "hung up" => ModelAnswer.HungUp,
            var status => ModelAnswer.Status(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), $$$"""{"error":{"message":"Incorrect key {{{Key}}}"}}"""),
        };
        foreach (var provider in new[] { ModelsProvider.OpenAI, ModelsProvider.AzureOpenAI })
        {
            var thrown = await Assert.ThrowsAsync<ModelException>(() => Chat(provider).GetResponseAsync("question"));

            Assert.Equal(expected, thrown.Failure);
            Assert.DoesNotContain(Key, thrown.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(2, server.Seen.Count);
    }

    [Fact]
    public async Task Chat_NobodyListens_IsUnreachable()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var options = Options(ModelsProvider.OpenAI);
        options.Endpoint = new($"http://127.0.0.1:{port}/v1");

        var thrown = await Assert.ThrowsAsync<ModelException>(() => ModelClients.Chat(options).GetResponseAsync("question"));

        Assert.Equal(ModelFailure.Unreachable, thrown.Failure);
    }

    [Fact]
    public async Task Chat_CallerGivesUp_IsCancelled()
    {
        server.Chat = _ => ModelAnswer.Silence;
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Chat(ModelsProvider.OpenAI).GetResponseAsync("question", cancellationToken: patience.Token));
    }

    [Theory]
    [InlineData("Retry-After", "7", 7.0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "never", null)]
    public async Task Chat_Throttled_TellsHowLongToWait(string header, string value, double? seconds)
    {
        server.Chat = _ => ModelAnswer.Status(429, headers: (header, value));

        var thrown = await Assert.ThrowsAsync<ModelException>(() => Chat(ModelsProvider.AzureOpenAI).GetResponseAsync("question"));

        Assert.Equal(seconds, thrown.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Chat_ThrottledUntilADate_TellsHowLongToWait()
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(90);
        server.Chat = _ => ModelAnswer.Status(429, headers: ("Retry-After", until.ToString("r", System.Globalization.CultureInfo.InvariantCulture)));

        var thrown = await Assert.ThrowsAsync<ModelException>(() => Chat(ModelsProvider.OpenAI).GetResponseAsync("question"));

        Assert.InRange(thrown.RetryAfter!.Value.TotalSeconds, 80, 91);
    }

    [Fact]
    public async Task Chat_ManagedIdentityOverHttp_IsNotSent()
    {
        var options = Options(ModelsProvider.AzureOpenAI);
        options.ApiKey = null;

        await Assert.ThrowsAsync<ModelException>(() => ModelClients.Chat(options).GetResponseAsync("question"));

        Assert.Empty(server.Seen);
    }

    private IChatClient Chat(ModelsProvider provider) => ModelClients.Chat(Options(provider));

    private ModelsOptions Options(ModelsProvider provider) => new()
    {
        Provider = provider,
        Endpoint = provider == ModelsProvider.OpenAI ? server.OpenAIEndpoint : server.Endpoint,
        ApiKey = Key,
    };
}
