using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A label, and how well it fits.</summary>
public sealed record LabelScore : TaskResult
{
    /// <summary>The label.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>How well it fits; usually from 0 to 1.</summary>
    [JsonPropertyName("score")]
    public required double Score { get; init; }
}
