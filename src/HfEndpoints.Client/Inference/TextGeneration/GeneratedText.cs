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

/// <summary>Details of a generated text.</summary>
public sealed record GenerationDetails
{
    /// <summary>
    /// Why it ends: <c>length</c>, <c>eos_token</c> or <c>stop_sequence</c>; <c>length</c> or <c>stop</c> by OpenAI's routes.
    /// </summary>
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }

    /// <summary>The number of generated tokens; null if the server does not count them.</summary>
    [JsonPropertyName("generated_tokens")]
    public int? GeneratedTokens { get; init; }

    /// <summary>The number of the prompt's tokens, where a stream tells it.</summary>
    [JsonPropertyName("input_length")]
    public int? InputLength { get; init; }

    /// <summary>The text, on the other sequences of a best-of.</summary>
    [JsonPropertyName("generated_text")]
    public string? Text { get; init; }

    /// <summary>The seed that was sampled with.</summary>
    [JsonPropertyName("seed")]
    public ulong? Seed { get; init; }

    /// <summary>The prompt's tokens, if requested.</summary>
    [JsonPropertyName("prefill")]
    public IReadOnlyList<HfGeneratedToken>? Prefill { get; init; }

    /// <summary>The generated tokens.</summary>
    [JsonPropertyName("tokens")]
    public IReadOnlyList<HfGeneratedToken>? Tokens { get; init; }

    /// <summary>The most likely tokens at each step, if requested.</summary>
    [JsonPropertyName("top_tokens")]
    public IReadOnlyList<IReadOnlyList<HfGeneratedToken>>? TopTokens { get; init; }

    /// <summary>The other sequences of a best-of.</summary>
    [JsonPropertyName("best_of_sequences")]
    public IReadOnlyList<GenerationDetails>? BestOfSequences { get; init; }
}
