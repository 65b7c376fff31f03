using System.Text.Json.Serialization;

namespace HfEndpoints;

/// <summary>A token of a prompt or of a generated text.</summary>
public sealed record HfGeneratedToken
{
    /// <summary>The token's number in the model's vocabulary.</summary>
    [JsonPropertyName("id")]
    public long Id { get; init; }

    /// <summary>Its text.</summary>
    [JsonPropertyName("text")]
    public string Text { get; init => field = value ?? ""; } = "";

    /// <summary>The logarithm of its probability; null on the first token of a prompt.</summary>
    [JsonPropertyName("logprob")]
    public double? Logprob { get; init; }

    /// <summary>Whether it is a mark of the model's own rather than text.</summary>
    [JsonPropertyName("special")]
    public bool Special { get; init; }

    /// <summary>The token's text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
