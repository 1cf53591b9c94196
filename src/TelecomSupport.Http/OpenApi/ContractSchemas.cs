using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.OpenApi;

/// <summary>JSON Schemas of the response types, as <see cref="SupportJson"/> writes them: every property is there unless it is left out when null.</summary>
internal sealed class ContractSchemas(AgentCatalog agents)
{
    private static readonly JsonSerializerOptions Options = new(SupportJson.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly SortedDictionary<string, JsonNode> components = new(StringComparer.Ordinal);

    /// <summary>The schemas asked for so far, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode> Components => components;

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    public JsonObject For(Type type)
    {
        if (!components.ContainsKey(type.Name))
        {
            components[type.Name] = Options.GetJsonSchemaAsNode(
                type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete });
        }

        return Reference(type.Name);
    }

    private JsonNode Complete(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            schema["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(IsAlwaysWritten).Select(property => JsonValue.Create(property.Name))]);
        }

        var member = context.PropertyInfo?.AttributeProvider as MemberInfo;
        if ((member is null ? XmlComments.Of(context.TypeInfo.Type) : XmlComments.Of(member)) is { } description)
        {
            schema["description"] = description;
        }

        if (context.PropertyInfo is { } property && !IsAlwaysWritten(property))
        {
            // Left out when null, so never null.
            schema["type"] = schema["type"]![0]!.DeepClone();
            schema.Remove("default");
        }

        if (member?.DeclaringType == typeof(TurnResult) && Names(member.Name) is { } names)
        {
            schema["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        }

        return schema;
    }

    private IEnumerable<string>? Names(string property) => property switch
    {
        nameof(TurnResult.Category) => agents.All.Select(agent => agent.Category),
        nameof(TurnResult.Agent) => agents.All.Select(agent => agent.Name),
        _ => null,
    };

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).Length is 0 or null;
}
