using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A part of an image, in pixels from its upper left corner.</summary>
public sealed record PixelBox
{
    /// <summary>Its left edge.</summary>
    [JsonPropertyName("xmin")]
    public required double XMin { get; init; }

    /// <summary>Its upper edge.</summary>
    [JsonPropertyName("ymin")]
    public required double YMin { get; init; }

    /// <summary>Its right edge.</summary>
    [JsonPropertyName("xmax")]
    public required double XMax { get; init; }

    /// <summary>Its lower edge.</summary>
    [JsonPropertyName("ymax")]
    public required double YMax { get; init; }
}
