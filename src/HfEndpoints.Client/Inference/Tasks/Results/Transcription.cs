using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>What was said.</summary>
public sealed record Transcription : TaskResult
{
    /// <summary>The text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>Its parts and when they were said; empty where the model was not asked.</summary>
    [JsonPropertyName("chunks")]
    public IReadOnlyList<TranscriptionChunk> Chunks { get; init => field = value ?? []; } = [];
}
