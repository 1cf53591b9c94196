using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TelecomSupport.Azure.Tests.Search;

/// <summary>The indexes of a <see cref="SearchServer"/>, in memory: their definitions and the routes' handlers.</summary>
internal sealed class SearchServerIndexes
{
    private const int MaxRowsInABatch = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (JsonObject Definition, int Version)> definitions = [];
    private readonly Dictionary<string, SearchServerRows> rows = [];

    /// <summary>How long a written row stays unseen by look-ups and searches.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>The most rows in one response; the rest is left to its continuation.</summary>
    public int PageSize { get; set; } = 1000;

    public JsonObject Definition(string name) => definitions[name].Definition;

    /// <returns>All rows that a search of the index could see now.</returns>
    public IReadOnlyList<JsonObject> Rows(string name)
    {
        lock (gate)
        {
            return [.. rows[name].Visible()];
        }
    }

    public IResult Create(JsonObject body)
    {
        lock (gate)
        {
            var name = (string)body["name"]!;
            return definitions.ContainsKey(name)
                ? Error(StatusCodes.Status409Conflict, $"Index '{name}' exists.")
                : Save(name, body, 1, StatusCodes.Status201Created);
        }
    }

    public IResult Get(string name)
    {
        lock (gate)
        {
            return definitions.TryGetValue(name, out var known) ? Json(known.Definition) : Error(StatusCodes.Status404NotFound, "No such index.");
        }
    }

    public IResult Put(string name, JsonObject body, HttpRequest request)
    {
        lock (gate)
        {
            if (!definitions.TryGetValue(name, out var known))
            {
                return Save(name, body, 1, StatusCodes.Status201Created);
            }

            if (request.Headers.IfMatch.Count > 0 && request.Headers.IfMatch != ETag(known.Version))
            {
                return Error(StatusCodes.Status412PreconditionFailed, "The index was changed meanwhile.");
            }

            var fields = Fields(body);
            var changed = Fields(known.Definition).FirstOrDefault(field => !JsonNode.DeepEquals(field.Value, fields.GetValueOrDefault(field.Key))).Key;
            return changed is null
                ? Save(name, body, known.Version + 1, StatusCodes.Status200OK)
                : Error(StatusCodes.Status400BadRequest, $"Existing field '{changed}' cannot be changed.");
        }
    }

    public IResult Write(string name, JsonObject body, Func<string, int?> failing)
    {
        lock (gate)
        {
            var actions = body["value"]!.AsArray();
            var fields = Fields(definitions[name].Definition);
            var unknown = actions.SelectMany(action => action!.AsObject()).FirstOrDefault(field => field.Key != "@search.action" && !fields.ContainsKey(field.Key)).Key;
            if (actions.Count > MaxRowsInABatch || unknown is not null)
            {
                return Error(StatusCodes.Status400BadRequest, unknown is null ? "Too many rows." : $"The property '{unknown}' does not exist.");
            }

            var results = new JsonArray();
            foreach (var action in actions.Select(action => action!.AsObject()))
            {
                var key = (string)action["key"]!;
                var status = failing(key) ?? (key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '=') ? 200 : 400);
                if (status == 200)
                {
                    rows[name].Apply(action, Lag);
                }

                results.Add(new JsonObject
                {
                    ["key"] = key,
                    ["status"] = status == 200,
                    ["errorMessage"] = status == 200 ? null : $"Refused with {status}.",
                    ["statusCode"] = status,
                });
            }

            return Json(new JsonObject { ["value"] = results }, results.All(result => (bool)result!["status"]!) ? 200 : 207);
        }
    }

    public IResult Lookup(string name, string key)
    {
        lock (gate)
        {
            return rows.TryGetValue(name, out var all) && all.Visible().FirstOrDefault(row => (string?)row["key"] == key) is { } found
                ? Json(found.DeepClone())
                : Error(StatusCodes.Status404NotFound, "No such row.");
        }
    }

    public IResult Search(string name, JsonObject body)
    {
        lock (gate)
        {
            var fields = Fields(definitions[name].Definition);
            var hits = new SearchServerQuery(body, fields).Run([.. rows[name].Visible()]);
            var skip = (int?)body["skip"] ?? 0;
            var top = (int?)body["top"] ?? 50;
            var page = Math.Min(top, PageSize);
            var response = new JsonObject { ["value"] = new JsonArray([.. hits.Skip(skip).Take(page)]) };
            if ((bool?)body["count"] == true)
            {
                response["@odata.count"] = hits.Count;
            }

            if (page < top && hits.Count > skip + page)
            {
                var next = body.DeepClone().AsObject();
                (next["skip"], next["top"]) = (skip + page, top - page);
                response["@search.nextPageParameters"] = next;
                response["@odata.nextLink"] = $"http://localhost/indexes('{name}')/docs/search.post.search?api-version=2023-11-01";
            }

            return Json(response);
        }
    }

    private static Dictionary<string, JsonObject> Fields(JsonObject definition) =>
        definition["fields"]!.AsArray().ToDictionary(field => (string)field!["name"]!, field => field!.AsObject());

    private static string ETag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"0x{version:X}\"");

    private static IResult Json(JsonNode body, int status = 200) => Results.Text(body.ToJsonString(), "application/json", statusCode: status);

    private static IResult Error(int status, string message) =>
        Json(new JsonObject { ["error"] = new JsonObject { ["code"] = "", ["message"] = message } }, status);

    private IResult Save(string name, JsonObject definition, int version, int status)
    {
        definition["@odata.etag"] = ETag(version);
        definitions[name] = (definition, version);
        rows.TryAdd(name, new());
        return Json(definition, status);
    }
}

/// <summary>The rows of one index, each change seen only after a while.</summary>
internal sealed class SearchServerRows
{
    private readonly Dictionary<string, JsonObject> visible = [];
    private readonly Queue<(long VisibleAt, JsonObject Action)> written = new();

    public void Apply(JsonObject action, TimeSpan lag) => written.Enqueue((Environment.TickCount64 + (long)lag.TotalMilliseconds, action));

    public IEnumerable<JsonObject> Visible()
    {
        while (written.TryPeek(out var change) && change.VisibleAt <= Environment.TickCount64)
        {
            var row = written.Dequeue().Action.DeepClone().AsObject();
            var (action, key) = ((string?)row["@search.action"], (string)row["key"]!);
            row.Remove("@search.action");
            if (action == "delete")
            {
                visible.Remove(key);
            }
            else
            {
                visible[key] = row;
            }
        }

        return visible.Values;
    }
}
