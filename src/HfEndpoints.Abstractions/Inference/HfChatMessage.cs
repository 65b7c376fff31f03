namespace HfEndpoints;

/// <summary>A message of a conversation.</summary>
public sealed record HfChatMessage
{
    /// <summary>Who says it: system, user, assistant or tool.</summary>
    public required string Role { get; init; }

    /// <summary>The text; null if the model only calls tools.</summary>
    public string? Content { get; init; }

    /// <summary>The tools that the model calls, in a message of the assistant.</summary>
    public HfToolCall[] ToolCalls { get; init; } = [];

    /// <summary>The id of the call that a message of a tool answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The model's reasoning before its tool calls, which it needs again with their results; null if it is not separate.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Makes a message that tells the model how to behave.</summary>
    /// <param name="content">The text.</param>
    /// <returns>The message.</returns>
    public static HfChatMessage FromSystem(string content) => new() { Role = "system", Content = content };

    /// <summary>Makes a message of the user.</summary>
    /// <param name="content">The text.</param>
    /// <returns>The message.</returns>
    public static HfChatMessage FromUser(string content) => new() { Role = "user", Content = content };

    /// <summary>Makes a message of the model.</summary>
    /// <param name="content">The text; null if the model only calls tools.</param>
    /// <param name="toolCalls">The tools that the model calls.</param>
    /// <returns>The message.</returns>
    public static HfChatMessage FromAssistant(string? content, params HfToolCall[] toolCalls) =>
        new() { Role = "assistant", Content = content, ToolCalls = toolCalls };

    /// <summary>Makes a message with the result of a tool.</summary>
    /// <param name="toolCallId">The id of the call.</param>
    /// <param name="content">The result, as text or JSON text.</param>
    /// <returns>The message.</returns>
    public static HfChatMessage FromTool(string? toolCallId, string content) =>
        new() { Role = "tool", ToolCallId = toolCallId, Content = content };

    /// <summary>Returns the text.</summary>
    /// <returns>The text; empty if the model only calls tools.</returns>
    public override string ToString() => Content ?? "";
}
