using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>How texts are turned into vectors. What is null is not sent, and the server's default holds.</summary>
public sealed record EmbeddingParameters
{
    /// <summary>Whether the vectors have the length 1.</summary>
    [JsonPropertyName("normalize")]
    public bool? Normalize { get; init; }

    /// <summary>The name of one of the model's own prompts, which is put before each text.</summary>
    [JsonPropertyName("prompt_name")]
    public string? PromptName { get; init; }

    /// <summary>Whether texts that are too long are cut; else they are refused.</summary>
    [JsonPropertyName("truncate")]
    public bool? Truncate { get; init; }

    /// <summary>At which end they are cut: <c>Left</c> or <c>Right</c>.</summary>
    [JsonPropertyName("truncation_direction")]
    public string? TruncationDirection { get; init; }

    /// <summary>The length of the vectors, for models that can make shorter ones.</summary>
    [JsonPropertyName("dimensions")]
    public int? Dimensions { get; init; }

    /// <summary>How vectors go over the wire: <c>float</c> or <c>base64</c>. It changes nothing of what is given.</summary>
    [JsonPropertyName("encoding_format")]
    public string? EncodingFormat { get; init; }
}
