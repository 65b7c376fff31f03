namespace HfEndpoints.Emulator;

/// <summary>A chat request by the names of OpenAI's API, which all servers take.</summary>
internal sealed class OpenAiChatRequest
{
    public OpenAiChatRequest(JsonFields fields, OpenAiDialect dialect)
    {
        Fields = fields;
        Model = fields.Text("model");
        Messages = fields.List("messages") ?? throw dialect.BadField("messages", FieldProblem.Missing, fields.Json);
        foreach (JsonNode? message in Messages)
        {
            _ = new JsonFields(message as JsonObject ?? throw dialect.BadField("messages", FieldProblem.NotObject, message), dialect)
                .Text("role")
                ?? throw dialect.BadField("role", FieldProblem.Missing, message);
        }

        MaxTokens = fields.Count("max_completion_tokens") ?? fields.Count("max_tokens");
        Sampling = new SamplingRequest(fields);
        Stream = fields.Flag("stream") ?? false;
        IncludeUsage = new JsonFields(fields.Object("stream_options") ?? [], dialect).Flag("include_usage") ?? false;
        Logprobs = fields.Flag("logprobs") ?? false;
        TopLogprobs = fields.Count("top_logprobs") ?? dialect.DefaultTopLogprobs;
        Tools = [.. (fields.List("tools") ?? []).OfType<JsonObject>().Select(ChatTool.Read).OfType<ChatTool>()];
        Choice = dialect.ReadToolChoice(fields["tool_choice"], Tools.Count > 0);
        CallsInParallel = fields.Flag("parallel_tool_calls");
        ResponseFormat = fields.Object("response_format");
    }

    /// <summary>The request as it came, for settings that only one server knows.</summary>
    public JsonFields Fields { get; }
    public string? Model { get; }
    public JsonArray Messages { get; }
    public int? MaxTokens { get; }
    public SamplingRequest Sampling { get; }
    public bool Stream { get; }
    public bool IncludeUsage { get; }
    public bool Logprobs { get; }
    public int TopLogprobs { get; }
    public IReadOnlyList<ChatTool> Tools { get; }
    public ToolChoice Choice { get; }

    /// <summary>Whether several tools may be called in one answer; null when the request does not say.</summary>
    public bool? CallsInParallel { get; }
    public JsonObject? ResponseFormat { get; }
}

/// <summary>A function that the model may call.</summary>
internal sealed record ChatTool(string Name, string Description, JsonNode Parameters)
{
    public static ChatTool? Read(JsonObject tool) => tool["function"] is JsonObject function && function["name"] is JsonNode name
        ? new ChatTool(
            name.ToString(),
            function["description"]?.ToString() ?? "",
            function["parameters"] ?? function["arguments"] ?? new JsonObject { ["type"] = "object" })
        : null;
}

/// <summary>Whether a tool is to be called: "auto", "none", "required", or a function's name.</summary>
internal sealed record ToolChoice(string Kind, string? Name = null)
{
    public const string Auto = "auto";
    public const string None = "none";
    public const string Required = "required";
    public const string Named = "named";

    public static ToolChoice Read(JsonNode? node, bool hasTools) => node switch
    {
        null => new ToolChoice(hasTools ? Auto : None),
        JsonObject named => new ToolChoice(Named, (named["function"]?["name"] ?? named["name"])?.ToString()),
        JsonValue value when value.ToString() is Auto or None or Required => new ToolChoice(value.ToString()),
        _ => new ToolChoice(Named, node.ToString()),
    };
}
