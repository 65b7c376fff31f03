using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A part of a text that has a label, such as a name.</summary>
public sealed record TextEntity : TaskResult
{
    /// <summary>The part.</summary>
    [JsonPropertyName("word")]
    public required string Word { get; init; }

    /// <summary>The label of a single token; null where tokens are brought together.</summary>
    [JsonPropertyName("entity")]
    public string? Entity { get; init; }

    /// <summary>The label of tokens brought together; null where they are not.</summary>
    [JsonPropertyName("entity_group")]
    public string? EntityGroup { get; init; }

    /// <summary>How well the label fits, from 0 to 1.</summary>
    [JsonPropertyName("score")]
    public required double Score { get; init; }

    /// <summary>The character the part begins with, from 0; null where the model does not tell.</summary>
    [JsonPropertyName("start")]
    public int? Start { get; init; }

    /// <summary>The character after its last.</summary>
    [JsonPropertyName("end")]
    public int? End { get; init; }
}
