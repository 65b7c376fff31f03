using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A shape in an image.</summary>
public sealed record ImageSegment : TaskResult
{
    /// <summary>What it is.</summary>
    [JsonPropertyName("label")]
    public required string Label { get; init; }

    /// <summary>How sure that is, from 0 to 1; null where the model does not tell.</summary>
    [JsonPropertyName("score")]
    public double? Score { get; init; }

    /// <summary>The bytes of a black and white image, a PNG file, whose white pixels are the shape.</summary>
    [JsonPropertyName("mask")]
    public required byte[] Mask { get; init; }
}
