namespace HfEndpoints.Extensions.AI;

/// <summary>Writes a conversation and its options as the client has them.</summary>
internal static class RequestWriter
{
    private static readonly JsonText s_withUsage = JsonText.Parse("""{"include_usage":true}""");

    public static ChatRequest Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] all =
        [
            .. options?.Instructions is { Length: > 0 } instructions ? [new ChatMessage(ChatRole.System, instructions)] : (ChatMessage[])[],
            .. messages,
        ];
        HfChatTool[] tools = [.. (options?.Tools ?? []).Select(WriteTool)];
        var parameters = new ChatParameters
        {
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            MaxTokens = options?.MaxOutputTokens,
            Seed = options?.Seed,
            Stop = options?.StopSequences is { Count: > 0 } stop ? [.. stop] : null,
            StreamOptions = isStream ? s_withUsage : null,
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            ToolChoice = tools.Length == 0 ? null : options?.ToolMode switch
            {
                RequiredChatToolMode { RequiredFunctionName: { } name } => name,
                RequiredChatToolMode => "required",
                NoneChatToolMode => "none",
                AutoChatToolMode => "auto",
                _ => null,
            },
        };
        return ChatRequest.FromMessages(all.SelectMany(MessageWriter.Write), tools.Length == 0 ? null : tools, parameters) with
        {
            Model = options?.ModelId,
            ResponseFormat = WriteFormat(options?.ResponseFormat),
            ExtraBody = WriteExtra(all, options, tools.Length > 0),
        };
    }

    private static HfChatTool WriteTool(AITool tool) => tool is AIFunctionDeclaration function
        ? new HfChatTool(function.Name, function.Description.Length == 0 ? null : function.Description, function.JsonSchema.GetRawText())
        : throw new HfException(
            HfErrorKind.NotSupported, $"The tool '{tool.Name}' is not a function. The servers of endpoints call only functions.");

    private static JsonText? WriteFormat(ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => JsonText.FromObject(new
        {
            type = "json_schema",
            json_schema = new { name = json.SchemaName ?? "answer", description = json.SchemaDescription ?? "", schema },
        }),
        ChatResponseFormatJson => JsonText.Parse("""{"type":"json_object"}"""),
        _ => null,
    };

    private static JsonText? WriteExtra(ChatMessage[] messages, ChatOptions? options, bool hasTools)
    {
        var extra = new JsonObject();
        if (options?.TopK is { } topK)
        {
            extra["top_k"] = topK;
        }

        if (hasTools && options?.AllowMultipleToolCalls is { } isParallel)
        {
            extra["parallel_tool_calls"] = isParallel;
        }

        foreach ((string name, object? value) in options?.AdditionalProperties ?? [])
        {
            extra[name] = JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions);
        }

        if (messages.Any(MessageWriter.HasMedia))
        {
            extra["messages"] = new JsonArray([.. messages.SelectMany(MessageWriter.WriteParts)]);
        }

        return extra.Count == 0 ? null : JsonText.Parse(extra.ToJsonString());
    }
}
