using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Http;

namespace HfEndpoints.Emulator.Serving.OpenAi;

/// <summary>Reads the messages of a chat.</summary>
internal static class ChatMessages
{
    /// <summary>The conversation as the text that the model goes on with: what a chat template makes of it.</summary>
    public static string Prompt(JsonArray messages, IReadOnlyList<ChatTool> tools)
    {
        IEnumerable<string> lines = messages.OfType<JsonObject>().Select(message => $"{message["role"]}: {Text(message)}");
        string preamble = tools.Count == 0 ? "" : $"tools: {string.Join(", ", tools.Select(tool => tool.Name))}\n";
        return preamble + string.Join('\n', lines) + "\n";
    }

    public static string? LastRole(JsonArray messages) => messages.OfType<JsonObject>().LastOrDefault()?["role"]?.ToString();

    public static string LastUserText(JsonArray messages) =>
        messages.OfType<JsonObject>().LastOrDefault(message => message["role"]?.ToString() == "user") is JsonObject message ? Text(message) : "";

    private static string Text(JsonObject message)
    {
        string content = message["content"] switch
        {
            JsonArray parts => string.Concat(parts.Select(Part)),
            JsonValue text => text.ToString(),
            _ => "",
        };
        return message["tool_calls"] is JsonArray calls ? content + calls.ToJsonString(HttpAnswers.Json) : content;
    }

    private static string? Part(JsonNode? part) => part is JsonValue text ? text.ToString() : (part as JsonObject)?["text"]?.ToString();
}
