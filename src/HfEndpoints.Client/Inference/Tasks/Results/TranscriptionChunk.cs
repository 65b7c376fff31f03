using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A part of what was said.</summary>
public sealed record TranscriptionChunk
{
    /// <summary>The text.</summary>
    [JsonPropertyName("text")]
    public required string Text { get; init; }

    /// <summary>When it begins and ends, in seconds; the end of the last part may be null.</summary>
    [JsonPropertyName("timestamp")]
    public IReadOnlyList<double?> Timestamp { get; init => field = value ?? []; } = [];
}
