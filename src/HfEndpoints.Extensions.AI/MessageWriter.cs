namespace HfEndpoints.Extensions.AI;

/// <summary>Writes messages: those of text as the client has them, those with pictures and sounds as the servers do.</summary>
internal static class MessageWriter
{
    /// <summary>Whether a message has more than texts and calls.</summary>
    public static bool HasMedia(ChatMessage message) => message.Contents.Any(content => content is DataContent or UriContent);

    /// <summary>A message; the results of several calls are a message each.</summary>
    public static IEnumerable<HfChatMessage> Write(ChatMessage message)
    {
        FunctionResultContent[] results = [.. message.Contents.OfType<FunctionResultContent>()];
        if (results.Length > 0)
        {
            return results.Select(result => HfChatMessage.FromTool(result.CallId, TextOf(result)));
        }

        HfToolCall[] calls =
        [
            .. message.Contents.OfType<FunctionCallContent>().Select(call => new HfToolCall
            {
                Id = call.CallId,
                Name = call.Name,
                Arguments = JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions),
            }),
        ];
        string reasoning = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text));
        return
        [
            new HfChatMessage
            {
                Role = message.Role.Value,
                Content = calls.Length > 0 && message.Text.Length == 0 ? null : message.Text,
                ToolCalls = calls,
                Reasoning = calls.Length > 0 && reasoning.Length > 0 ? reasoning : null,
            },
        ];
    }

    /// <summary>The same, with each picture and sound in its place.</summary>
    public static IEnumerable<JsonNode> WriteParts(ChatMessage message)
    {
        if (HasMedia(message))
        {
            return
            [
                new JsonObject
                {
                    ["role"] = message.Role.Value,
                    ["content"] = new JsonArray([.. message.Contents.Select(WritePart).OfType<JsonNode>()]),
                },
            ];
        }

        return Write(message).Select(WriteWhole);
    }

    private static JsonObject WriteWhole(HfChatMessage message)
    {
        var json = new JsonObject { ["role"] = message.Role, ["content"] = message.Content };
        if (message.ToolCallId is { } id)
        {
            json["tool_call_id"] = id;
        }

        if (message.ToolCalls.Length > 0)
        {
            json["tool_calls"] = new JsonArray(
            [
                .. message.ToolCalls.Select(call => new JsonObject
                {
                    ["id"] = call.Id,
                    ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = (string?)call.Arguments },
                }),
            ]);
        }

        if (message.Reasoning is { } reasoning)
        {
            json["reasoning_content"] = reasoning;
        }

        return json;
    }

    private static JsonObject? WritePart(AIContent content) => content switch
    {
        TextContent text => new JsonObject { ["type"] = "text", ["text"] = text.Text },
        DataContent data when data.HasTopLevelMediaType("image") => Image(data.Uri),
        UriContent uri when uri.HasTopLevelMediaType("image") => Image(uri.Uri.AbsoluteUri),
        DataContent data when data.HasTopLevelMediaType("audio") => new JsonObject
        {
            ["type"] = "input_audio",
            ["input_audio"] = new JsonObject
            {
                ["data"] = data.Base64Data.ToString(),
                ["format"] = data.MediaType[(data.MediaType.IndexOf('/', StringComparison.Ordinal) + 1)..],
            },
        },
        DataContent or UriContent => throw new HfException(
            HfErrorKind.NotSupported, "The servers of endpoints take texts, pictures and sounds, not files of other kinds."),
        _ => null,
    };

    private static JsonObject Image(string uri) => new()
    {
        ["type"] = "image_url",
        ["image_url"] = new JsonObject { ["url"] = uri },
    };

    private static string TextOf(FunctionResultContent result) => result.Exception is { } failure
        ? $"Error: {failure.Message}"
        : result.Result as string ?? JsonSerializer.Serialize(result.Result, AIJsonUtilities.DefaultOptions);
}
