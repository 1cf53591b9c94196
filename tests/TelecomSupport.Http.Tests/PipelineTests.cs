using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TelecomSupport.Http.Tests;

/// <summary>A host without endpoint routing of ours, such as a Functions HTTP trigger, hands each request to the pipeline itself.</summary>
public class PipelineTests
{
    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 404)]
    public async Task Run_OutsideEndpointRouting_CompletesTheResponse(bool owner, int status)
    {
        await using var server = await SupportServer.StartAsync();
        await server.ChatAsync("hi", "anna", "t1", "m1");
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = server.Services };
        http.Request.Method = "GET";
        http.Request.Path = "/threads/t1";
        http.Request.RouteValues["thread_id"] = "t1";
        http.Request.Headers["X-User-Id"] = owner ? "anna" : "ben";
        http.Response.Body = body;

        await server.Services.GetRequiredService<SupportPipeline>().RunAsync(http, SupportRoutes.Thread);

        Assert.Equal(status, http.Response.StatusCode);
        Assert.Equal(http.TraceIdentifier, http.Response.Headers["X-Request-Id"]);
        var answer = JsonDocument.Parse(body.ToArray()).RootElement;
        Assert.Equal(owner ? "t1" : http.TraceIdentifier, answer.GetProperty(owner ? "thread_id" : "request_id").GetString());
    }

    [Fact]
    public async Task Run_LogScope_CarriesTheRequestId()
    {
        await using var server = await SupportServer.StartAsync();

        await server.GetAsync("/health/live", user: null, ("X-Request-Id", "abc"));

        await Eventually.TrueAsync(() => server.Logs.Entries.Any(entry => entry.Text.Contains("GET /health/live answered 200", StringComparison.Ordinal)));
        Assert.Contains("abc", server.Logs.RequestIds);
    }
}
