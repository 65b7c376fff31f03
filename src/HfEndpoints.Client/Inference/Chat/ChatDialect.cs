namespace HfEndpoints.Client.Inference;

/// <summary>
/// The members of a chat that engines take in different forms: a JSON schema, which Text Generation Inference takes as the
/// value of a grammar and all others as OpenAI does, and the choice of one tool, which llama.cpp does not know.
/// </summary>
internal static partial class ChatDialect
{
    private const string DefaultName = "answer";
    private const int MaxNameLength = 64;

    /// <summary>Whether the form of anything in a request depends on the server.</summary>
    public static bool DependsOnServer(ChatRequest request) =>
        (request.ResponseFormat?.Json is { } format && (SchemaOf(format) is not null || TypeOf(format) == "json_object"))
        || NameOf(request.Parameters.ToolChoiceJson) is not null;

    /// <summary>Gives a request's body the form that an engine takes.</summary>
    public static void Adapt(JsonObject body, ServerEngine engine)
    {
        if (body["response_format"] is JsonObject format)
        {
            body["response_format"] = ToFormat(engine, format);
        }

        // llama.cpp knows the words alone, and takes anything else for its default.
        if (engine == ServerEngine.LlamaCpp && NameOf(body["tool_choice"]) is { } chosen && body["tools"] is JsonArray tools)
        {
            JsonNode[] only = [.. tools.Where(tool => NameOf(tool) == chosen).Select(tool => tool!.DeepClone())];
            body["tools"] = only.Length > 0
                ? new JsonArray(only)
                : throw new HfException(HfErrorKind.InvalidRequest, $"There is no tool '{chosen}' among those that the model may call.");
            body["tool_choice"] = "required";
        }
    }

    private static JsonObject ToFormat(ServerEngine engine, JsonObject format)
    {
        JsonNode? schema = SchemaOf(format)?.DeepClone();
        if (engine == ServerEngine.Tgi)
        {
            // It knows no JSON without a schema: any object it is.
            return new JsonObject { ["type"] = "json_object", ["value"] = schema ?? AnyObject() };
        }

        if (schema is null)
        {
            // llama.cpp enforces only a schema.
            return TypeOf(format) == "json_object" && engine == ServerEngine.LlamaCpp
                ? new JsonObject { ["type"] = "json_object", ["schema"] = AnyObject() }
                : (JsonObject)format.DeepClone();
        }

        JsonObject? given = format["json_schema"] as JsonObject;
        return new JsonObject
        {
            ["type"] = "json_schema",
            ["json_schema"] = new JsonObject
            {
                ["name"] = given?["name"]?.DeepClone() ?? NameOfSchema(schema),
                ["schema"] = schema,
                ["strict"] = given?["strict"]?.DeepClone() ?? true,
            },
        };
    }

    private static JsonObject AnyObject() => new() { ["type"] = "object" };

    private static JsonNode? SchemaOf(JsonObject format) => TypeOf(format) switch
    {
        "json_schema" => (format["json_schema"] as JsonObject)?["schema"] ?? format["value"],
        "json_object" or "json" => format["value"] ?? format["schema"],
        _ => null,
    };

    private static string? TypeOf(JsonObject format) => (format["type"] as JsonValue)?.ToString();

    /// <summary>The name of a tool, or of the tool that is chosen; null for anything else.</summary>
    public static string? NameOf(JsonNode? tool) => ((tool as JsonObject)?["function"] as JsonObject)?["name"]?.ToString();

    private static string NameOfSchema(JsonNode schema)
    {
        string title = NotOfAName().Replace((schema as JsonObject)?["title"]?.ToString() ?? "", "_").Trim('_');
        return title.Length == 0 ? DefaultName : title[..Math.Min(title.Length, MaxNameLength)];
    }

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotOfAName();
}
