namespace HfEndpoints;

/// <summary>A piece of an answer as it streams in.</summary>
public sealed record HfChatChunk
{
    /// <summary>The piece's text, perhaps empty. All pieces' texts joined are the answer.</summary>
    public required string Text { get; init; }

    /// <summary>The position of the conversation among all conversations of the call, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Which answer to the conversation it belongs to, from 0; null on a piece that has only the usage.</summary>
    public int? ChoiceIndex { get; init; }

    /// <summary>The role, if the server reports it.</summary>
    public string? Role { get; init; }

    /// <summary>A piece of the model's reasoning, if the server separates it from the answer.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Pieces of tool calls.</summary>
    public HfToolCallDelta[] ToolCalls { get; init; } = [];

    /// <summary>The finish reason, on the last piece: stop, length or tool_calls.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The log probability of each token of the piece, if requested: content, a list of token, logprob and top_logprobs.</summary>
    public object? Logprobs { get; init; }

    /// <summary>The token usage, on the last piece and only if requested with include_usage.</summary>
    public HfChatUsage? Usage { get; init; }

    /// <summary>The name of the model that answers, if the server reports it.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's id, if the server sends one.</summary>
    public string? Id { get; init; }

    /// <summary>The whole conversation with the answer as its last message, for the cmdlets; null otherwise.</summary>
    internal Array? Conversation { get; set; }

    /// <summary>The piece's text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}

/// <summary>A piece of a tool call as it streams in.</summary>
public sealed record HfToolCallDelta
{
    /// <summary>Which call it belongs to, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The call's id, on its first piece.</summary>
    public string? Id { get; init; }

    /// <summary>The tool's name, on the call's first piece.</summary>
    public string? Name { get; init; }

    /// <summary>A piece of the arguments' JSON text. All pieces of a call joined are the arguments.</summary>
    public required string Arguments { get; init; }

    /// <summary>The piece of the arguments.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Arguments;
}
