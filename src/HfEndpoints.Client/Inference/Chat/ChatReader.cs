using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads answers of the OpenAI-compatible route, in the dialects of the engines.</summary>
internal static class ChatReader
{
    // Milliseconds would make a year beyond what a date can be.
    private const long MaxUnixSeconds = 253_402_300_799;

    private static readonly string[] s_reasoning = ["reasoning", "reasoning_content", "thinking"];
    private static readonly string[] s_reasoningNames = ["reasoning", "reasoning_content", "thinking"];

    /// <summary>Reads a whole answer; null if it is not valid.</summary>
    public static ChatCompletion? ReadCompletion(JsonElement json)
    {
        ChatChoice[] choices = [.. json.ItemsOf("choices").Select(ReadChoice)];
        return choices.Length == 0
            ? null
            : new ChatCompletion
            {
                Id = json.WordOf("id"),
                Created = json.WholeOf("created") is >= 0 and <= MaxUnixSeconds and { } seconds
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null,
                Model = ServedModel.Told(json.TextOf("model")),
                Choices = choices,
                Usage = ChatUsageReader.Read(json),
                Raw = json,
            };
    }

    /// <summary>Reads an event of a stream: a piece for each answer that it continues, or only the usage.</summary>
    public static IReadOnlyList<ChatChunk> ReadChunks(JsonElement json)
    {
        HfChatUsage? usage = ChatUsageReader.Read(json);
        var whole = new ChatChunk { Id = json.WordOf("id"), Model = ServedModel.Told(json.TextOf("model")), Usage = usage };
        JsonElement[] choices = [.. json.ItemsOf("choices")];
        return choices.Length > 0
            ? [.. choices.Select((choice, place) => ReadChunk(place < choices.Length - 1 ? whole with { Usage = null } : whole, choice))]
            : usage is null ? [] : [whole];
    }

    /// <summary>The one piece, or one for each answer, of a server that does not stream.</summary>
    public static IEnumerable<ChatChunk> ToChunks(ChatCompletion completion) => completion.Choices.Select(choice =>
        new ChatChunk
        {
            Id = completion.Id,
            Model = completion.Model,
            ChoiceIndex = choice.Index,
            Role = choice.Role,
            Text = choice.Content ?? "",
            Reasoning = choice.Reasoning,
            ToolCalls = choice.ToolCalls,
            FinishReason = choice.FinishReason,
            Logprobs = choice.Logprobs,
            Usage = choice == completion.Choices[^1] ? completion.Usage : null,
        });

    private static ChatChunk ReadChunk(ChatChunk whole, JsonElement choice)
    {
        JsonElement delta = choice.Member("delta") ?? choice.Member("message") ?? default;
        return whole with
        {
            ChoiceIndex = (int)(choice.WholeOf("index") ?? 0),
            Role = delta.TextOf("role"),
            Text = ReadText(delta) ?? "",
            Reasoning = ReadReasoning(delta),
            ToolCalls = ReadToolCalls(delta),
            FinishReason = ReadFinishReason(choice),
            Logprobs = choice.Member("logprobs"),
        };
    }

    private static ChatChoice ReadChoice(JsonElement choice)
    {
        JsonElement message = choice.Member("message") ?? default;
        var next = new JsonObject
        {
            ["role"] = message.TextOf("role") ?? "assistant",
            ["content"] = ReadText(message),
        };
        ChatToolCall[] calls = [.. ReadToolCalls(message).Select((call, place) => call with { Index = place })];
        if (calls.Length > 0)
        {
            next["tool_calls"] = new JsonArray([.. calls.Select(ToNode)]);

            // The model continues its thought when the tools have answered, by the name it has at the server.
            if (s_reasoning.FirstOrDefault(name => !string.IsNullOrEmpty(message.TextOf(name))) is { } thought)
            {
                next[thought] = message.TextOf(thought);
            }
        }
        else
        {
            next["content"] ??= "";
        }

        return new ChatChoice
        {
            Index = (int)(choice.WholeOf("index") ?? 0),
            Role = message.TextOf("role") ?? "assistant",
            Content = ReadText(message),
            Reasoning = ReadReasoning(message),
            ToolCalls = calls,
            FinishReason = ReadFinishReason(choice),
            Logprobs = choice.Member("logprobs"),
            Message = next,
        };
    }

    private static string? ReadText(JsonElement message) => message.Member("content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => part.TextOf("text"))),
        _ => null,
    };

    // One of the names may be there for compatibility alone, and empty.
    private static string? ReadReasoning(JsonElement message) => s_reasoningNames
        .Select(name => message.TextOf(name))
        .FirstOrDefault(text => !string.IsNullOrEmpty(text));

    // Some servers send an empty one with each piece: it ends nothing.
    private static string? ReadFinishReason(JsonElement choice) =>
        choice.TextOf("finish_reason") is { Length: > 0 } reason ? reason : null;

    // Older servers send one call in place of a list.
    private static ChatToolCall[] ReadToolCalls(JsonElement message) => message.Member("tool_calls") switch
    {
        { ValueKind: JsonValueKind.Array } calls => [.. calls.EnumerateArray().Select(ReadToolCall)],
        { ValueKind: JsonValueKind.Object } call => [ReadToolCall(call)],
        _ => [],
    };

    private static ChatToolCall ReadToolCall(JsonElement call)
    {
        JsonElement function = call.Member("function") ?? default;
        return new ChatToolCall
        {
            Index = (int?)call.WholeOf("index"),
            Id = call.WordOf("id") is { Length: > 0 } id ? id : null,
            Name = function.TextOf("name"),
            // A text that contains JSON, but some servers send the JSON itself.
            Arguments = function.TextOf("arguments") ?? function.Member("arguments")?.GetRawText() ?? "",
        };
    }

    private static JsonObject ToNode(ChatToolCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };
}
