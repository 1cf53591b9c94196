using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Http;

namespace TelecomSupport.Functions.Http;

/// <summary>
/// A trigger for each route of the contract. Who may call is the contract's own affair, so the host asks for no key. Those that may touch a turn
/// bind the Durable client.
/// </summary>
public sealed class HttpTriggers(SupportPipeline pipeline, DurableClient durable)
{
    /// <summary>The host takes an empty route for the function's name; this one matches the root and nothing else.</summary>
    public const string Root = "{nothing:maxlength(0)?}";

    [Function(nameof(Home))]
    public Task Home([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Root)] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Home);

    [Function(nameof(Health))]
    public Task Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Health);

    [Function(nameof(Live))]
    public Task Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Live);

    [Function(nameof(Chat))]
    public Task Chat(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "chat")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        RunAsync(request, SupportRoutes.Chat, client);

    [Function(nameof(Turn))]
    public Task Turn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "chat/{turn_id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        RunAsync(request, SupportRoutes.Turn, client);

    [Function(nameof(TurnEvents))]
    public Task TurnEvents(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "chat/{turn_id}/events")] HttpRequest request,
        [DurableClient] DurableTaskClient client) =>
        RunAsync(request, SupportRoutes.TurnEvents, client);

    [Function(nameof(Thread))]
    public Task Thread([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "threads/{thread_id}")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Thread);

    [Function(nameof(Reset))]
    public Task Reset([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "reset")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Reset);

    [Function(nameof(Documents))]
    public Task Documents([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "documents")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Documents);

    [Function(nameof(PutDocument))]
    public Task PutDocument([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "documents/{name}")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.PutDocument);

    [Function(nameof(DeleteDocument))]
    public Task DeleteDocument([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "documents/{name}")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.DeleteDocument);

    [Function(nameof(Graph))]
    public Task Graph([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "graph")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Graph);

    [Function(nameof(OpenApi))]
    public Task OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.OpenApi);

    [Function(nameof(Docs))]
    public Task Docs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Docs);

    [Function(nameof(Asset))]
    public Task Asset([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "assets/{name}")] HttpRequest request) =>
        RunAsync(request, SupportRoutes.Asset);

    /// <summary>
    /// Everything else: the contract's 404 and 405, and preflights. The host tries routes in the alphabetical order of their functions' names, so
    /// this one's must be the last.
    /// </summary>
    [Function(nameof(Unmatched))]
    public Task Unmatched(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request) =>
        RunAsync(request, route: null);

    private Task RunAsync(HttpRequest request, SupportRoute? route, DurableTaskClient? client = null)
    {
        if (client is not null)
        {
            durable.Use(client);
        }

        return pipeline.RunAsync(request.HttpContext, route);
    }
}
