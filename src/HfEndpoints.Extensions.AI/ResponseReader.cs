namespace HfEndpoints.Extensions.AI;

/// <summary>Reads answers of the client.</summary>
internal static class ResponseReader
{
    public static ChatResponse Read(HfChatCompletion completion)
    {
        HfChatChoice[] choices = completion.Choices;
        return new ChatResponse([.. choices.Select(ReadMessage)])
        {
            CreatedAt = completion.Created,
            FinishReason = ReadReason(completion.FinishReason),
            ModelId = completion.Model,
            RawRepresentation = completion,
            ResponseId = completion.Id,
            Usage = ReadUsage(completion.Usage),
        };
    }

    /// <summary>A piece of a streamed answer. Calls of tools come whole, with the piece that ends the answer.</summary>
    public static ChatResponseUpdate Read(HfChatChunk chunk, StreamedCalls calls)
    {
        calls.Add(chunk.ToolCalls);
        List<AIContent> contents = [];
        if (!string.IsNullOrEmpty(chunk.Reasoning))
        {
            contents.Add(new TextReasoningContent(chunk.Reasoning));
        }

        if (chunk.Text.Length > 0)
        {
            contents.Add(new TextContent(chunk.Text));
        }

        if (chunk.FinishReason is not null)
        {
            contents.AddRange(calls.Take());
        }

        if (ReadUsage(chunk.Usage) is { } usage)
        {
            contents.Add(new UsageContent(usage));
        }

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            FinishReason = ReadReason(chunk.FinishReason),
            ModelId = chunk.Model,
            RawRepresentation = chunk,
            ResponseId = chunk.Id,
            MessageId = chunk.Id,
        };
    }

    /// <summary>A call of a tool, whose arguments are JSON text. Text that is not JSON is told when the call is made.</summary>
    public static FunctionCallContent ReadCall(string? id, int index, string name, string? arguments) =>
        FunctionCallContent.CreateFromParsedArguments(
            string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments,
            id ?? FormattableString.Invariant($"call_{index}"),
            name,
            static text => JsonSerializer.Deserialize<Dictionary<string, object?>>(text, AIJsonUtilities.DefaultOptions));

    private static ChatMessage ReadMessage(HfChatChoice choice)
    {
        List<AIContent> contents = [];
        if (!string.IsNullOrEmpty(choice.Reasoning))
        {
            contents.Add(new TextReasoningContent(choice.Reasoning));
        }

        if (choice.Text.Length > 0)
        {
            contents.Add(new TextContent(choice.Text));
        }

        contents.AddRange((choice.ToolCalls ?? []).Select((call, index) => ReadCall(call.Id, index, call.Name, call.Arguments as string)));
        return new ChatMessage(ChatRole.Assistant, contents);
    }

    private static ChatFinishReason? ReadReason(string? reason) => reason switch
    {
        null => null,
        "eos_token" or "stop_sequence" => ChatFinishReason.Stop,
        _ => new ChatFinishReason(reason),
    };

    private static UsageDetails? ReadUsage(HfChatUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.CachedTokens,
        ReasoningTokenCount = usage.ReasoningTokens,
    };
}

/// <summary>Calls of tools that come in pieces.</summary>
internal sealed class StreamedCalls
{
    private readonly SortedDictionary<int, (string? Id, string Name, string Arguments)> _calls = [];

    public void Add(IEnumerable<HfToolCallDelta> pieces)
    {
        foreach (HfToolCallDelta piece in pieces)
        {
            (string? id, string name, string arguments) = _calls.GetValueOrDefault(piece.Index, (null, "", ""));
            _calls[piece.Index] = (id ?? piece.Id, name.Length == 0 ? piece.Name ?? "" : name, arguments + piece.Arguments);
        }
    }

    public IReadOnlyList<FunctionCallContent> Take()
    {
        FunctionCallContent[] whole =
            [.. _calls.Select(call => ResponseReader.ReadCall(call.Value.Id, call.Key, call.Value.Name, call.Value.Arguments))];
        _calls.Clear();
        return whole;
    }
}
