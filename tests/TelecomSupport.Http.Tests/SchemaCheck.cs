using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelecomSupport.Http.Tests;

/// <summary>
/// The part of JSON Schema 2020-12 that the contract uses. Stricter in one way: a property that an object's schema does not name is an error
/// also where <c>additionalProperties</c> is not false. A keyword that it does not know fails the test rather than passing.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    public IEnumerable<string> Errors(JsonElement value, JsonElement schema, string at = "$")
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            foreach (var error in Check(value, schema, keyword, at))
            {
                yield return error;
            }
        }
    }

    private IEnumerable<string> Check(JsonElement value, JsonElement schema, JsonProperty keyword, string at)
    {
        var rule = keyword.Value;
        switch (keyword.Name)
        {
            case "description" or "format" or "additionalProperties":
                return [];
            case "$ref":
                return Errors(value, Resolve(rule.GetString()!), at);
            case "type":
                string?[] types = rule.ValueKind == JsonValueKind.Array ? [.. rule.EnumerateArray().Select(type => type.GetString())] : [rule.GetString()];
                if (!types.Any(type => Is(value, type!)))
                {
                    return [$"{at} is {value.ValueKind}, not {rule}"];
                }

                return value.ValueKind == JsonValueKind.Object ? Unknown(value, schema, at) : [];
            case "enum":
                return rule.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)) ? [] : [$"{at} is {value}, not of {rule}"];
            case "required":
                return value.ValueKind == JsonValueKind.Object
                    ? rule.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at} lacks {name}")
                    : [];
            case "properties":
                return value.ValueKind == JsonValueKind.Object
                    ? rule.EnumerateObject().Where(property => value.TryGetProperty(property.Name, out _))
                        .SelectMany(property => Errors(value.GetProperty(property.Name), property.Value, $"{at}.{property.Name}"))
                    : [];
            case "items":
                return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany((item, i) => Errors(item, rule, $"{at}[{i}]")) : [];
            case "minLength":
                return OfString(value, text => Length(text) >= rule.GetInt32(), $"{at} is too short");
            case "maxLength":
                return OfString(value, text => Length(text) <= rule.GetInt32(), $"{at} is too long");
            case "pattern":
                return OfString(value, text => Regex.IsMatch(text, rule.GetString()!), $"{at} is not like {rule}");
            default:
                return [$"{at} has the keyword {keyword.Name}, which this check does not know"];
        }
    }

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (node, name) => node.GetProperty(name));

    private IEnumerable<string> Unknown(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("additionalProperties", out var rest) && rest.ValueKind == JsonValueKind.Object)
        {
            return value.EnumerateObject().SelectMany(property => Errors(property.Value, rest, $"{at}.{property.Name}"));
        }

        return schema.TryGetProperty("properties", out var known)
            ? value.EnumerateObject().Where(property => !known.TryGetProperty(property.Name, out _)).Select(property => $"{at} has the unknown {property.Name}")
            : [];
    }

    private static IEnumerable<string> OfString(JsonElement value, Func<string, bool> holds, string error) =>
        value.ValueKind != JsonValueKind.String || holds(value.GetString()!) ? [] : [error];

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "string" => value.ValueKind == JsonValueKind.String,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };
}
