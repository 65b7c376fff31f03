using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The forms in which servers take a JSON schema: Text Generation Inference as the value of a grammar, all others as
/// OpenAI does.
/// </summary>
internal static partial class ResponseFormats
{
    private const string DefaultName = "answer";
    private const int MaxNameLength = 64;

    /// <summary>Whether the form depends on the server.</summary>
    public static bool DependsOnServer(JsonObject format) =>
        SchemaOf(format) is not null || TypeOf(format) == "json_object";

    /// <summary>The format as an engine takes it.</summary>
    public static JsonObject For(ServerEngine engine, JsonObject format)
    {
        if (engine == ServerEngine.Tgi)
        {
            // It knows no JSON without a schema: any object it is.
            JsonNode value = SchemaOf(format)?.DeepClone() ?? new JsonObject { ["type"] = "object" };
            return new JsonObject { ["type"] = "json_object", ["value"] = value };
        }

        if (SchemaOf(format) is not { } schema)
        {
            return format;
        }

        JsonObject? given = format["json_schema"] as JsonObject;
        return new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject
            {
                ["name"] = given?["name"]?.DeepClone() ?? NameOf(schema),
                ["schema"] = schema.DeepClone(),
                ["strict"] = given?["strict"]?.DeepClone() ?? true,
            },
        };
    }

    private static JsonNode? SchemaOf(JsonObject format) => TypeOf(format) switch
    {
        "json_schema" => format["json_schema"]?["schema"] ?? format["value"],
        "json_object" or "json" => format["value"] ?? format["schema"],
        _ => null,
    };

    private static string? TypeOf(JsonObject format) => (format["type"] as JsonValue)?.ToString();

    private static string NameOf(JsonNode schema)
    {
        string title = NotOfAName().Replace((schema as JsonObject)?["title"]?.ToString() ?? "", "_").Trim('_');
        return title.Length == 0 ? DefaultName : title[..Math.Min(title.Length, MaxNameLength)];
    }

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotOfAName();
}
