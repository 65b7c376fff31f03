using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>One of the answers.</summary>
public sealed record ChatChoice
{
    /// <summary>Its place among the answers, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Who says it: <c>assistant</c>.</summary>
    public string Role { get; init; } = "assistant";

    /// <summary>Its text; null if the model only calls tools.</summary>
    public string? Content { get; init; }

    /// <summary>The model's reasoning, if the server separates it from the answer.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The tools the model calls.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>Why it ends: <c>stop</c>, <c>length</c>, <c>tool_calls</c>.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The log probability of each token, if requested.</summary>
    public JsonElement? Logprobs { get; init; }

    /// <summary>The answer as the next message of the conversation.</summary>
    public JsonObject Message { get; init; } = [];

    /// <summary>Returns the answer as a typed message, to continue the conversation with.</summary>
    /// <returns>The message, with the tool calls and the reasoning that led to them.</returns>
    public HfChatMessage ToMessage() => new()
    {
        Role = Role,
        Content = Content ?? (ToolCalls.Count > 0 ? null : ""),
        ToolCalls = [.. ToolCalls.Select(call => new HfToolCall { Id = call.Id, Name = call.Name ?? "", Arguments = call.Arguments })],
        Reasoning = ToolCalls.Count > 0 ? Reasoning : null,
    };
}

/// <summary>A call of a tool that the model asks for; in a stream, a piece of one.</summary>
public sealed record ChatToolCall
{
    /// <summary>The position of the call, from 0; in a stream, of the call that the piece belongs to.</summary>
    public int? Index { get; init; }

    /// <summary>Its id, which the message with the tool's result names; null on all but a call's first piece.</summary>
    public string? Id { get; init; }

    /// <summary>The tool's name; null on all but a call's first piece.</summary>
    public string? Name { get; init; }

    /// <summary>The arguments as JSON text; in a stream, a piece of it.</summary>
    public string Arguments { get; init; } = "";
}
