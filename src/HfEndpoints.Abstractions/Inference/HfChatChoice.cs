using System.Text.Json.Nodes;

namespace HfEndpoints;

/// <summary>One of several answers to a conversation.</summary>
public sealed record HfChatChoice
{
    /// <summary>The position among the answers, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its text; empty if the model only calls tools.</summary>
    public required string Text { get; init; }

    /// <summary>The role: assistant.</summary>
    public required string Role { get; init; }

    /// <summary>The finish reason: stop, length or tool_calls.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The model's reasoning, if the server separates it from the answer.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The tools that the model calls; null if it calls none: an empty list would be too deep for ConvertTo-Json.</summary>
    public HfToolCall[]? ToolCalls { get; init; }

    /// <summary>The log probability of each token, if requested: content, a list of token, logprob and top_logprobs.</summary>
    public object? Logprobs { get; init; }

    /// <summary>The parsed text, if JSON was requested and is valid.</summary>
    public object? Parsed { get; init; }

    /// <summary>The answer as the next message of the conversation, by the names that its server has.</summary>
    internal JsonObject Message { get; init; } = [];

    /// <summary>The whole conversation with the answer as its last message, for the cmdlets; null otherwise.</summary>
    internal Array? Conversation { get; init; }

    /// <summary>Returns the answer as a message, to continue the conversation with.</summary>
    /// <returns>The message, with the tool calls and the reasoning that led to them.</returns>
    public HfChatMessage ToMessage() => new()
    {
        Role = Role,
        Content = Text.Length == 0 && ToolCalls is not null ? null : Text,
        ToolCalls = ToolCalls ?? [],
        Reasoning = ToolCalls is not null ? Reasoning : null,
    };

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
