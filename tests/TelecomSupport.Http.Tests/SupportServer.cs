using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using TelecomSupport.Conversations;
using TelecomSupport.Http.Tests.Fakes;
using TelecomSupport.Knowledge;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Tests;

/// <summary>The routes on a real Kestrel at a free port, with an engine and a store that the test controls.</summary>
internal sealed class SupportServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private SupportServer(WebApplication app, HttpClient client, CapturedLogs logs)
    {
        this.app = app;
        Client = client;
        Logs = logs;
    }

    public HttpClient Client { get; }

    public CapturedLogs Logs { get; }

    public IServiceProvider Services => app.Services;

    public FakeEngine Engine => app.Services.GetRequiredService<FakeEngine>();

    public FakeConversations Conversations => app.Services.GetRequiredService<FakeConversations>();

    public static async Task<SupportServer> StartAsync(
        Dictionary<string, string?>? settings = null, TimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings ?? new() { ["RateLimit:RequestsPerMinute"] = "0" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services.AddTelecomSupport();
        builder.Services.AddSingleton<FakeConversations>();
        builder.Services.AddSingleton<IConversationStore>(provider => provider.GetRequiredService<FakeConversations>());
        builder.Services.AddSingleton<FakeEngine>();
        builder.Services.AddSingleton<ITurnEngine>(provider => provider.GetRequiredService<FakeEngine>());
        builder.Services.AddSingleton(Mock.Of<IKnowledgeIndex>());
        builder.Services.AddSupportHttp();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapSupportRoutes();
        await app.StartAsync();
        return new(app, new HttpClient { BaseAddress = new(app.Urls.Single()) }, logs);
    }

    public Task<HttpResponseMessage> ChatAsync(string message, string user = "user_12345", string? thread = null, string? messageId = null) =>
        Client.PostAsJsonAsync("/chat", new Dictionary<string, string?>
        {
            ["message"] = message,
            ["user_id"] = user,
            ["thread_id"] = thread,
            ["message_id"] = messageId,
        });

    public Task<HttpResponseMessage> PostAsync(string path, string body, string contentType = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), contentType);

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? user = "user_12345", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (user is not null)
        {
            request.Headers.Add("X-User-Id", user);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}

internal static class ResponseReading
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>Reads the response as the contract's problem details.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.JsonAsync();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("type").GetString()!);
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.StartsWith("/", problem.GetProperty("instance").GetString(), StringComparison.Ordinal);
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), problem.GetProperty("request_id").GetString());
        Assert.Equal(status == 422, problem.TryGetProperty("errors", out _));
        return problem;
    }

    public static string[] Errors(this JsonElement problem, string field) =>
        [.. problem.GetProperty("errors").GetProperty(field).EnumerateArray().Select(message => message.GetString()!)];
}
