using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A generated text.</summary>
public sealed record GeneratedText
{
    /// <summary>The text. Some servers begin it with the prompt, unless they are told not to.</summary>
    [JsonPropertyName("generated_text")]
    public string? Text { get; init; }

    /// <summary>What was asked for with <see cref="GenerateParameters.Details"/>, or what the server tells anyway; else null.</summary>
    [JsonPropertyName("details")]
    public GenerationDetails? Details { get; init; }
}
