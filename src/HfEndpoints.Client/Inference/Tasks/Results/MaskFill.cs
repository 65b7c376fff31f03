using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A word for a gap in a text.</summary>
public sealed record MaskFill : TaskResult
{
    /// <summary>The gap, from 0, in a text that has several.</summary>
    [JsonIgnore]
    public int Mask { get; init; }

    /// <summary>The word.</summary>
    [JsonPropertyName("token_str")]
    public required string TokenText { get; init; }

    /// <summary>Its number in the model's vocabulary.</summary>
    [JsonPropertyName("token")]
    public required long Token { get; init; }

    /// <summary>The text with the gap filled.</summary>
    [JsonPropertyName("sequence")]
    public required string Sequence { get; init; }

    /// <summary>How well it fits, from 0 to 1.</summary>
    [JsonPropertyName("score")]
    public required double Score { get; init; }
}
