namespace HfEndpoints.Emulator;

/// <summary>A chat request by the names of OpenAI's API, which all servers take.</summary>
internal sealed class OpenAiChatRequest(JsonFields fields)
{
    /// <summary>The request as it came, for settings that only one server knows.</summary>
    public JsonFields Fields { get; } = fields;
    public string? Model { get; } = fields.Text("model");
    public JsonArray Messages { get; } = ReadMessages(fields);
    public int? MaxTokens { get; } = fields.Count("max_completion_tokens") ?? fields.Count("max_tokens");
    public SamplingRequest Sampling { get; } = new(fields);
    public bool Stream { get; } = fields.Flag("stream") ?? false;
    public bool IncludeUsage { get; } = fields.Part("stream_options").Flag("include_usage") ?? false;
    public bool Logprobs { get; } = fields.Flag("logprobs") ?? false;
    public int TopLogprobs { get; } = fields.Count("top_logprobs") ?? fields.Dialect.DefaultTopLogprobs;

    public IReadOnlyList<ChatTool> Tools { get; } = ReadTools(fields);
    public ToolChoice Choice { get; } = fields.Dialect.ReadToolChoice(fields["tool_choice"], ReadTools(fields).Length > 0);

    /// <summary>Whether several tools may be called in one answer; null when the request does not say.</summary>
    public bool? CallsInParallel { get; } = fields.Flag("parallel_tool_calls");
    public JsonObject? ResponseFormat { get; } = fields.Object("response_format");

    private static ChatTool[] ReadTools(JsonFields fields) =>
        [.. (fields.List("tools") ?? []).OfType<JsonObject>().Select(ChatTool.Read).OfType<ChatTool>()];

    private static JsonArray ReadMessages(JsonFields fields)
    {
        OpenAiDialect dialect = fields.Dialect;
        JsonArray messages = fields.List("messages") ?? throw dialect.BadField("messages", FieldProblem.Missing, fields.Json);
        foreach (JsonNode? message in messages)
        {
            JsonObject json = message as JsonObject ?? throw dialect.BadField("messages", FieldProblem.NotObject, message);
            Refuse.If(new JsonFields(json, dialect).Text("role") is null, () => dialect.BadField("role", FieldProblem.Missing, message));
        }

        return messages;
    }
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

/// <summary>Reads the messages of a chat.</summary>
internal static class ChatMessages
{
    /// <summary>The conversation as the text that the model continues: what a chat template makes of it.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="tools">The tools that the model may call.</param>
    /// <param name="image">What becomes of an image, by its address; null leaves it out.</param>
    public static string Prompt(JsonArray messages, IReadOnlyList<ChatTool> tools, Func<string, string>? image = null)
    {
        IEnumerable<string> lines = messages.OfType<JsonObject>().Select(message => $"{message["role"]}: {Text(message, image)}");
        string preamble = tools.Count == 0 ? "" : $"tools: {string.Join(", ", tools.Select(tool => tool.Name))}\n";
        return preamble + string.Join('\n', lines) + "\n";
    }

    public static string? LastRole(JsonArray messages) => messages.OfType<JsonObject>().LastOrDefault()?["role"]?.ToString();

    public static string LastUserText(JsonArray messages) =>
        messages.OfType<JsonObject>()
            .LastOrDefault(message => message["role"]?.ToString() == "user") is JsonObject message ? Text(message, null) : "";

    /// <summary>Whether there are images among the parts of messages.</summary>
    public static bool HaveImages(JsonArray messages) => messages.OfType<JsonObject>()
        .SelectMany(message => message["content"] as JsonArray ?? [])
        .Any(part => ImageOf(part) is not null);

    private static string Text(JsonObject message, Func<string, string>? image)
    {
        string content = message["content"] switch
        {
            JsonArray parts => string.Concat(parts.Select(part => Part(part, image))),
            JsonValue text => text.ToString(),
            _ => "",
        };
        return message["tool_calls"] is JsonArray calls ? content + calls.ToJsonString(HttpAnswers.Json) : content;
    }

    private static string? Part(JsonNode? part, Func<string, string>? image) =>
        part is JsonValue text ? text.ToString()
        : ImageOf(part) is string address ? image?.Invoke(address)
        : (part as JsonObject)?["text"]?.ToString();

    private static string? ImageOf(JsonNode? part) =>
        part is JsonObject fields && fields["type"]?.ToString() == "image_url"
            ? (fields["image_url"] as JsonObject)?["url"]?.ToString() ?? fields["image_url"]?.ToString() ?? ""
            : null;
}

/// <summary>
/// Decides which tools an answer calls. When one is required, the one nearest to the user's words. When the model may choose,
/// those with a word of their name in the user's words, common verbs such as "get" aside; after a tool's result, none. Of
/// several, the nearest is called unless the server calls tools in parallel.
/// </summary>
internal static partial class ToolPicker
{
    private const string Common =
        "get set fetch find search list create make do run call use new current all my the a an of in on for to by from with and or is "
        + "tool function query lookup look up show";

    public static IReadOnlyList<ChatTool> Pick(OpenAiChatRequest chat, bool inParallel)
    {
        string words = ChatMessages.LastUserText(chat.Messages);
        ChatTool[] asked = [.. chat.Tools.Where(tool => IsAskedFor(tool, words))];
        return chat.Choice.Kind switch
        {
            ToolChoice.Named => [.. chat.Tools.Where(tool => tool.Name == chat.Choice.Name).Take(1)],
            ToolChoice.Required when inParallel && asked.Length > 0 => asked,
            ToolChoice.Required => Nearest(chat.Tools, words),
            ToolChoice.Auto when ChatMessages.LastRole(chat.Messages) == "user" => inParallel ? asked : Nearest(asked, words),
            _ => [],
        };
    }

    private static IReadOnlyList<ChatTool> Nearest(IEnumerable<ChatTool> tools, string words) =>
        tools.MaxBy(tool => Nearness(tool, words)) is ChatTool nearest ? [nearest] : [];

    private static double Nearness(ChatTool tool, string words) =>
        ToyModels.Similarity($"{SplitName(tool.Name)} {tool.Description}", words) + (IsAskedFor(tool, words) ? 1 : 0);

    private static bool IsAskedFor(ChatTool tool, string words)
    {
        HashSet<string> said = [.. ToyModels.Stems(words).Except(ToyModels.Stems(Common))];
        return words.Contains(tool.Name, StringComparison.OrdinalIgnoreCase) || ToyModels.Stems(SplitName(tool.Name)).Any(said.Contains);
    }

    private static string SplitName(string name) => NameBorder().Replace(name, " ");

    [GeneratedRegex(@"[_\-.]+|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex NameBorder();
}
