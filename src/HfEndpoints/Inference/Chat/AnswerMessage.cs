using System.Text;

namespace HfEndpoints.Commands;

/// <summary>Joins the pieces of an answer to the message that it is in its conversation.</summary>
internal sealed class AnswerMessage
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly SortedDictionary<int, Call> _calls = [];

    /// <summary>Adds a piece. Of several answers, the first is the one that the conversation continues with.</summary>
    public void Add(HfChatChunk piece)
    {
        if (piece.ChoiceIndex is not (null or 0))
        {
            return;
        }

        _text.Append(piece.Text);
        _reasoning.Append(piece.Reasoning);
        foreach (HfToolCallDelta delta in piece.ToolCalls)
        {
            Call call = _calls.TryGetValue(delta.Index, out Call? known) ? known : _calls[delta.Index] = new Call();
            call.Id ??= delta.Id;
            call.Name ??= delta.Name;
            call.Arguments.Append(delta.Arguments);
        }
    }

    /// <summary>The message.</summary>
    public JsonObject ToJson() => Make(
        _text.ToString(),
        _reasoning.ToString(),
        [.. _calls.Values.Select(call => MakeCall(call.Id, call.Name, call.Arguments.ToString()))]);

    /// <summary>Makes the message of an answer. What a model thought goes back with its tool calls, for it continues there.</summary>
    public static JsonObject Make(string text, string? reasoning, JsonNode[] calls)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = text.Length == 0 && calls.Length > 0 ? null : text };
        if (calls.Length > 0)
        {
            message["tool_calls"] = new JsonArray(calls);
            if (!string.IsNullOrEmpty(reasoning))
            {
                message["reasoning_content"] = reasoning;
            }
        }

        return message;
    }

    /// <summary>Makes a tool call as a message has it.</summary>
    public static JsonObject MakeCall(string? id, string? name, string arguments) => new()
    {
        ["id"] = id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments.Length == 0 ? "{}" : arguments },
    };

    private sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
