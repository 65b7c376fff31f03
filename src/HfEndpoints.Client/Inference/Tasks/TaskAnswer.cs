using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>A server's answer as it came: JSON, or an image, a sound or a video.</summary>
public sealed record TaskAnswer
{
    /// <summary>The JSON; null if it is none.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>The image, sound or video; null if it is none.</summary>
    public HfMediaResult? Media { get; init; }
}
