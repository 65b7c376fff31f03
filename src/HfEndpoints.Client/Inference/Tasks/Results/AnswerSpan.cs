using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>An answer to a question.</summary>
public sealed record AnswerSpan : TaskResult
{
    /// <summary>The answer; null where the model has none.</summary>
    [JsonPropertyName("answer")]
    public required string? Answer { get; init; }

    /// <summary>How sure it is, from 0 to 1.</summary>
    [JsonPropertyName("score")]
    public double? Score { get; init; }

    /// <summary>Where it begins: a character of the context, or a word of the document; null where it is not told.</summary>
    [JsonPropertyName("start")]
    public int? Start { get; init; }

    /// <summary>Where it ends, counted as <see cref="Start"/> is.</summary>
    [JsonPropertyName("end")]
    public int? End { get; init; }
}
