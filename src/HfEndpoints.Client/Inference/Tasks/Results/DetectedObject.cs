using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A thing in an image.</summary>
public sealed record DetectedObject : TaskResult
{
    /// <summary>What it is.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>How sure that is, from 0 to 1.</summary>
    [JsonPropertyName("score")]
    public required double Score { get; init; }

    /// <summary>Where it is.</summary>
    [JsonPropertyName("box")]
    public required PixelBox Box { get; init; }
}
