using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace TelecomSupport.Azure.Tests.Search;

/// <summary>
/// A loopback server that speaks the part of the Azure AI Search REST protocol (2023-11-01) that the client library uses here:
/// https://learn.microsoft.com/rest/api/searchservice. It refuses what the service would refuse, and can be told to be late or to fail.
/// </summary>
internal sealed class SearchServer : IAsyncDisposable
{
    public const string ApiKey = "an-admin-key";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<(int Status, string? RetryAfter)> failures = new();
    private readonly ConcurrentQueue<Func<string, int?>> itemFailures = new();

    private SearchServer(WebApplication app) => this.app = app;

    public Uri Endpoint => new(app.Urls.Single());

    public SearchServerIndexes Indexes { get; } = new();

    /// <summary>Every request so far: method, path without query, body.</summary>
    public ConcurrentQueue<(string Method, string Path, string Body)> Requests { get; } = new();

    public static async Task<SearchServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new SearchServer(app);
        app.Use(server.GuardAsync);
        app.MapPost("/indexes", server.Indexes.Create);
        app.MapGet("/indexes('{name}')", server.Indexes.Get);
        app.MapPut("/indexes('{name}')", server.Indexes.Put);
        app.MapPost("/indexes('{name}')/docs/search.index", (string name, JsonObject body) =>
            server.Indexes.Write(name, body, server.itemFailures.TryDequeue(out var failing) ? failing : _ => null));
        app.MapGet("/indexes('{name}')/docs('{key}')", server.Indexes.Lookup);
        app.MapPost("/indexes('{name}')/docs/search.post.search", server.Indexes.Search);
        await app.StartAsync();
        return server;
    }

    /// <summary>Requests that the service would refuse as wrong, and why.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>Answers the next request with this status instead.</summary>
    public void FailNext(int status, string? retryAfter = null) => failures.Enqueue((status, retryAfter));

    /// <summary>Has rows of the next batch refused.</summary>
    /// <param name="status">The status of a row by its key, or null to take it.</param>
    public void RefuseInNextBatch(Func<string, int?> status) => itemFailures.Enqueue(status);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        Requests.Enqueue((request.Method, request.Path, await reader.ReadToEndAsync()));
        request.Body.Position = 0;
        if (failures.TryDequeue(out var failure))
        {
            context.Response.StatusCode = failure.Status;
            context.Response.Headers.RetryAfter = failure.RetryAfter;
        }
        else if (request.Query["api-version"] != "2023-11-01")
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else if (request.Headers["api-key"] != ApiKey)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else
        {
            await RunAsync(context, next);
        }
    }

    private async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            Faults.Enqueue($"{context.Request.Method} {context.Request.Path}: {exception}");
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
