using System.Text.Json;

namespace HfEndpoints;

/// <summary>A model's answer to a conversation.</summary>
public sealed record HfChatCompletion
{
    /// <summary>The answer's text; of several answers, the first one's. Empty if the model only calls tools.</summary>
    public required string Text { get; init; }

    /// <summary>The role: assistant.</summary>
    public required string Role { get; init; }

    /// <summary>The position of the conversation among all conversations of the call, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The finish reason: stop, length or tool_calls.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The tools that the model calls.</summary>
    public HfToolCall[] ToolCalls { get; init; } = [];

    /// <summary>The model's reasoning, if the server separates it from the answer.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The parsed text, if JSON was requested and is valid; otherwise null.</summary>
    public object? Parsed { get; init; }

    /// <summary>All answers; more than one only if requested.</summary>
    public HfChatChoice[] Choices { get; init; } = [];

    /// <summary>The token usage.</summary>
    public HfChatUsage? Usage { get; init; }

    /// <summary>The name of the model that answered, if the server reports it.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's id, if the server sends one.</summary>
    public string? Id { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The server's answer.</summary>
    internal IReadOnlyDictionary<string, object?> RawMembers { get; init; } = new Dictionary<string, object?>();

    /// <summary>The same as JSON, for what passes it on.</summary>
    internal JsonElement Answer { get; init; }

    /// <summary>The whole conversation with the answer as its last message, for the cmdlets; null otherwise.</summary>
    internal Array? Conversation { get; init; }

    /// <summary>Returns the server's whole answer. It is not a property, or each list and file would have it.</summary>
    /// <returns>The members of the answer.</returns>
    public IReadOnlyDictionary<string, object?> GetRaw() => RawMembers;

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
