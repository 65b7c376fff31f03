namespace HfEndpoints.Client.Inference;

/// <summary>Writes messages and tools in the form of the OpenAI-compatible route.</summary>
internal static class ChatMessageWriter
{
    public static JsonObject ToJson(HfChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var json = new JsonObject { ["role"] = message.Role, ["content"] = message.Content };
        if (message.ToolCalls.Length > 0)
        {
            json["tool_calls"] = new JsonArray([.. message.ToolCalls.Select(ToJson)]);
            if (!string.IsNullOrEmpty(message.Reasoning))
            {
                json["reasoning_content"] = message.Reasoning;
            }
        }

        if (message.ToolCallId is not null)
        {
            json["tool_call_id"] = message.ToolCallId;
        }

        return json;
    }

    /// <exception cref="HfException">The parameters are not a JSON schema.</exception>
    public static JsonObject ToJson(HfChatTool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        var function = new JsonObject { ["name"] = tool.Name };
        if (tool.Description is not null)
        {
            function["description"] = tool.Description;
        }

        function["parameters"] = SchemaOf(tool);
        return new JsonObject { ["type"] = "function", ["function"] = function };
    }

    // Some engines require the member, also of a tool without arguments.
    private static JsonObject SchemaOf(HfChatTool tool)
    {
        try
        {
            if (JsonNode.Parse(tool.Parameters ?? """{"type":"object","properties":{}}""") is JsonObject schema)
            {
                return schema;
            }
        }
        catch (JsonException)
        {
            // The same as JSON that is not an object.
        }

        throw new HfException(
            HfErrorKind.InvalidRequest,
            $"The parameters of the tool '{tool.Name}' are not a JSON schema. Use JSON text such as {{\"type\":\"object\"}}.");
    }

    private static JsonObject ToJson(HfToolCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = call.Name,
            ["arguments"] = call.Arguments switch
            {
                null or "" => "{}",
                string text => text,
                { } values => JsonSerializer.Serialize(values),
            },
        },
    };
}
