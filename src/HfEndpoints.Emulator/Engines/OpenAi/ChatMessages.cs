namespace HfEndpoints.Emulator;

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
