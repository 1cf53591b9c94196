using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TelecomSupport.Contracts.Models;

/// <summary>
/// A server on this machine that speaks OpenAI's protocol, with OpenAI's paths (<c>/v1/…</c>) and Azure's
/// (<c>/openai/deployments/{name}/…?api-version=…</c>), and answers as a test says: well, or badly in any way of
/// <see cref="ModelAnswer"/>.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ModelServer(WebApplication app) => this.app = app;

    /// <summary>Azure's endpoint.</summary>
    public Uri Endpoint => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public Uri OpenAIEndpoint => new(Endpoint, "v1");

    /// <summary>How chat completions are answered.</summary>
    public Func<SeenRequest, ModelAnswer> Chat { get; set; } = _ => ModelAnswer.Text("answer");

    /// <summary>How embeddings are answered; by default with vectors of 8 dimensions made of the text's letters.</summary>
    public Func<SeenRequest, ModelAnswer> Embeddings { get; set; } = ModelAnswer.Vectors;

    /// <summary>In the order of their arrival.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.MapPost("/v1/chat/completions", http => server.AnswerAsync(http, server.Chat));
        app.MapPost("/v1/embeddings", http => server.AnswerAsync(http, server.Embeddings));
        app.MapPost("/openai/deployments/{deployment}/chat/completions", http => server.AnswerAsync(http, server.Chat));
        app.MapPost("/openai/deployments/{deployment}/embeddings", http => server.AnswerAsync(http, server.Embeddings));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, Func<SeenRequest, ModelAnswer> answer)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var request = new SeenRequest(
            http.Request.Path + http.Request.QueryString,
            http.Request.Headers.Authorization.ToString() is { Length: > 0 } bearer ? bearer : http.Request.Headers["api-key"].ToString(),
            body.RootElement.Clone());
        Seen.Enqueue(request);
        await answer(request).WriteAsync(http);
    }
}

/// <param name="Key">The <c>Authorization</c> or <c>api-key</c> header.</param>
public sealed record SeenRequest(string Path, string Key, JsonElement Body)
{
    /// <summary>The prompt's name, by what only its request has: a JSON schema, tools, or neither.</summary>
    public string Purpose => Body.TryGetProperty("response_format", out _) ? "router" : Body.TryGetProperty("tools", out _) ? "billing" : "technical";

    public IReadOnlyList<SeenMessage> Messages =>
        [.. Body.GetProperty("messages").EnumerateArray().Select(message => new SeenMessage(
            message.GetProperty("role").GetString()!,
            message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()! : ""))];
}

public sealed record SeenMessage(string Role, string Content);
