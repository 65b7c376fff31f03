using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>A piece of an answer as it streams in.</summary>
public sealed record ChatChunk
{
    /// <summary>The answer's id.</summary>
    public string? Id { get; init; }

    /// <summary>The name of the model that answers, if the server reports it.</summary>
    public string? Model { get; init; }

    /// <summary>Which answer it belongs to, from 0; null on a piece that only has the usage.</summary>
    public int? ChoiceIndex { get; init; }

    /// <summary>The role, if the server reports it.</summary>
    public string? Role { get; init; }

    /// <summary>The piece of text, perhaps empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>A piece of the model's reasoning.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Pieces of tool calls.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>Why the answer ends, on its last piece.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The log probabilities of the piece's tokens, if requested.</summary>
    public JsonElement? Logprobs { get; init; }

    /// <summary>The token usage, on the last piece, if the server reports it.</summary>
    public HfChatUsage? Usage { get; init; }
}
