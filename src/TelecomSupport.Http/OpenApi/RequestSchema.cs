using System.Text.Json.Nodes;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.OpenApi;

internal static class RequestSchema
{
    /// <returns>The JSON Schema of what <see cref="BodyShape.ReadAsync"/> takes.</returns>
    public static JsonObject Of(BodyShape shape) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(shape.Fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, Of(field)))),
        ["required"] = new JsonArray([.. shape.Fields.Where(field => field.Required).Select(field => JsonValue.Create(field.Name))]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Of(TextField field)
    {
        var schema = new JsonObject
        {
            ["type"] = field.Required ? "string" : new JsonArray("string", "null"),
            ["minLength"] = 1,
            ["maxLength"] = field.MaxLength,
            ["description"] = field.Description,
        };
        if (field.Characters is { } characters)
        {
            schema["pattern"] = $"^[{characters}]+$";
        }

        return schema;
    }
}
