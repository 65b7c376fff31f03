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

    /// <summary>A piece of what the model thinks before it answers.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Pieces of tool calls.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>Why the answer ends, on its last piece.</summary>
    public string? FinishReason { get; init; }

    /// <summary>How likely the piece's tokens were, where that was asked for.</summary>
    public JsonElement? Logprobs { get; init; }

    /// <summary>The tokens it took, on the last piece and where the server tells.</summary>
    public HfChatUsage? Usage { get; init; }
}
