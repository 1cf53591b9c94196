using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Http.Documents;
using TelecomSupport.Http.OpenApi;
using TelecomSupport.Http.Requests;
using TelecomSupport.Http.Service;
using TelecomSupport.Http.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Http;

/// <summary>The contract's routes: hosts map these, and the OpenAPI document is made of them.</summary>
public static class SupportRoutes
{
    public static readonly SupportRoute Home = new("Home", "GET", "/", Who.Anyone, (http, _) => HomeRoutes.GetAsync(http))
    {
        Summary = "What this service is and where its routes are; the chat page to a browser.",
        Responses =
        [
            new(200, "The service.", typeof(ServiceDescription)),
            new(200, "The chat page.", ContentType: "text/html"),
        ],
    };

    public static readonly SupportRoute Health = new("Health", "GET", "/health", Who.Anyone, (http, _) => Of<HealthRoutes>(http).GetAsync(http))
    {
        Summary = "Whether the service can answer, with each part it stands on.",
        Responses =
        [
            new(200, "Healthy, or degraded: it can answer without the part that is down.", typeof(HealthReport)),
            new(503, "A part that chat cannot do without is down.", typeof(HealthReport)),
        ],
    };

    public static readonly SupportRoute Live = new("Live", "GET", "/health/live", Who.Anyone, (_, _) => HealthRoutes.LiveAsync())
    {
        Summary = "Answers while the process runs.",
        Responses = [new(200, "Alive.", typeof(Liveness))],
    };

    public static readonly SupportRoute Chat = new("Chat", "POST", "/chat", Who.Customer, (http, caller) => Of<ChatRoutes>(http).PostAsync(http, caller))
    {
        Summary = "Sends a message and waits for its reply.",
        Body = BodyShapes.Chat,
        Parameters = [new("Prefer", "header", "string", "respond-async: answer 202 at once instead of waiting (RFC 7240).")],
        Responses =
        [
            new(200, "The reply.", typeof(TurnResult)),
            new(202, "The turn goes on; follow Location.", typeof(TurnProgress)),
            new(404, "The thread is not this customer's."),
            new(409, "Another turn of this thread is still running, and turns are not queued."),
            new(429, "Too many messages in the last minute."),
        ],
    };

    public static readonly SupportRoute Turn = new("Turn", "GET", "/chat/{turn_id}", Who.Owner, (http, caller) => Of<ChatRoutes>(http).GetAsync(http, caller))
    {
        Summary = "A turn's result, or how far it is.",
        Responses = [new(200, "The reply.", typeof(TurnResult)), new(202, "The turn goes on.", typeof(TurnProgress))],
    };

    public static readonly SupportRoute TurnEvents = new(
        "TurnEvents", "GET", "/chat/{turn_id}/events", Who.Owner, (http, caller) => Of<ChatRoutes>(http).EventsAsync(http, caller))
    {
        Summary = "Follows a turn as server-sent events: progress for each step, then result or error.",
        Responses = [new(200, "The events; data is TurnProgress, TurnResult or Problem.", ContentType: "text/event-stream")],
    };

    public static readonly SupportRoute Thread = new(
        "Thread", "GET", "/threads/{thread_id}", Who.Owner, (http, caller) => Of<ThreadRoutes>(http).GetAsync(http, caller))
    {
        Summary = "A conversation since its last reset, oldest turn first, in pages.",
        Parameters =
        [
            new("limit", "query", "integer", $"The most turns on the page; {ThreadRoutes.DefaultLimit} when absent.", (1, ThreadRoutes.MaxLimit)),
            new("cursor", "query", "string", "A page's next_cursor; absent for the first page."),
        ],
        Responses = [new(200, "A page of the conversation.", typeof(ThreadPage))],
    };

    public static readonly SupportRoute Reset = new("Reset", "POST", "/reset", Who.Owner, (http, caller) => Of<ThreadRoutes>(http).ResetAsync(http, caller))
    {
        Summary = "Clears a conversation. An unknown or already cleared one stays as it is.",
        Body = _ => BodyShapes.Reset,
        Responses = [new(200, "Cleared.", typeof(ResetResult))],
    };

    public static readonly SupportRoute Documents = new(
        "Documents", "GET", "/documents", Who.KnowledgeWriter, (http, _) => Of<DocumentRoutes>(http).ListAsync(http))
    {
        Summary = "The knowledge base's documents, refused ones with the reason.",
        Responses = [new(200, "The documents by name.", typeof(DocumentList))],
    };

    public static readonly SupportRoute PutDocument = new(
        "PutDocument", "PUT", "/documents/{name}", Who.KnowledgeWriter, (http, _) => Of<DocumentRoutes>(http).PutAsync(http))
    {
        Summary = "Adds or replaces a document: Markdown, text, HTML, PDF or Word, told by the name's extension. It can be cited at once.",
        TakesDocument = true,
        Responses =
        [
            new(200, "Replaced.", typeof(DocumentEntry)),
            new(201, "Added.", typeof(DocumentEntry)),
            new(409, "It was removed at the same time."),
            new(413, "The document is too large."),
            new(422, "The name is not one for a document, or the document can't be read; errors says why."),
        ],
    };

    public static readonly SupportRoute DeleteDocument = new(
        "DeleteDocument", "DELETE", "/documents/{name}", Who.KnowledgeWriter, (http, _) => Of<DocumentRoutes>(http).DeleteAsync(http))
    {
        Summary = "Removes a document; it is not cited any more.",
        Responses = [new(204, "Removed."), new(404, "There is no such document.")],
    };

    public static readonly SupportRoute Graph = new("Graph", "GET", "/graph", Who.Anyone, (http, _) => Of<GraphRoutes>(http).GetAsync())
    {
        Summary = "How a message is answered, as a Mermaid flowchart of the registered agents.",
        Responses = [new(200, "The flowchart.", ContentType: "text/vnd.mermaid")],
    };

    public static readonly SupportRoute OpenApi = new("OpenApi", "GET", "/openapi.json", Who.Anyone, (http, _) => Of<OpenApiDocument>(http).GetAsync())
    {
        Summary = "This contract as OpenAPI 3.1.",
        Responses = [new(200, "The document.")],
    };

    public static readonly SupportRoute Docs = new("Docs", "GET", "/docs", Who.Anyone, (http, _) => Task.FromResult(Pages.Answer(http, "docs.html")))
    {
        Summary = "A page to read and try this contract.",
        Responses = [new(200, "The page.", ContentType: "text/html")],
    };

    public static readonly SupportRoute Asset = new("Asset", "GET", "/assets/{name}", Who.Anyone, (http, _) => Pages.GetAsync(http))
    {
        Summary = "What the pages are made of.",
        Responses = [new(200, "The file.", ContentType: "*/*"), new(404, "There is no such file.")],
    };

    public static readonly IReadOnlyList<SupportRoute> All =
        [Home, Health, Live, Chat, Turn, TurnEvents, Thread, Reset, Documents, PutDocument, DeleteDocument, Graph, OpenApi, Docs, Asset];

    private static T Of<T>(HttpContext http)
        where T : notnull => http.RequestServices.GetRequiredService<T>();
}
