using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>A chat request by the names of OpenAI's API, which all servers take.</summary>
internal sealed class ChatRequest
{
    public ChatRequest(JsonFields fields, OpenAiDialect dialect)
    {
        Fields = fields;
        Model = fields.Text("model");
        Messages = fields.List("messages") ?? throw dialect.BadField("messages", FieldProblem.Missing, fields.Json);
        foreach (JsonNode? message in Messages)
        {
            _ = new JsonFields(message as JsonObject ?? throw dialect.BadField("messages", FieldProblem.NotObject, message), dialect).Text("role")
                ?? throw dialect.BadField("role", FieldProblem.Missing, message);
        }

        MaxTokens = fields.Count("max_completion_tokens") ?? fields.Count("max_tokens");
        Sampling = new SamplingRequest(fields);
        Stream = fields.Flag("stream") ?? false;
        IncludeUsage = new JsonFields(fields.Object("stream_options") ?? [], dialect).Flag("include_usage") ?? false;
        Logprobs = fields.Flag("logprobs") ?? false;
        TopLogprobs = fields.Count("top_logprobs") ?? 0;
        Tools = [.. (fields.List("tools") ?? []).OfType<JsonObject>().Select(ChatTool.Read).OfType<ChatTool>()];
        Choice = ToolChoice.Read(fields["tool_choice"], Tools.Count > 0);
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

    public JsonObject? ResponseFormat { get; }

    /// <summary>
    /// The schema that the answer must have: OpenAI's json_schema.schema, TGI's value, llama.cpp's schema. "json_object" without
    /// one asks for any object.
    /// </summary>
    public JsonNode? Schema => ResponseFormat?["type"]?.ToString() switch
    {
        null or "text" => null,
        "regex" => null,
        _ => ResponseFormat["value"]?["schema"] ?? ResponseFormat["value"] ?? ResponseFormat["json_schema"]?["schema"] ?? ResponseFormat["schema"] ?? AnyObject(),
    };

    private static JsonObject AnyObject() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["answer"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("answer"),
    };
}
