using System.Text.Json.Serialization;

namespace HfEndpoints;

/// <summary>Details of a generated text.</summary>
public sealed record HfGenerationDetails
{
    /// <summary>Why the text ends: length, eos_token or stop_sequence; length or stop by OpenAI's routes.</summary>
    [JsonPropertyName("finish_reason")]
    public string? FinishReason { get; init; }

    /// <summary>The number of generated tokens; null if the server does not count them.</summary>
    [JsonPropertyName("generated_tokens")]
    public int? GeneratedTokens { get; init; }

    /// <summary>The number of tokens in the prompt; null if the server does not report it.</summary>
    [JsonPropertyName("input_length")]
    public int? InputLength { get; init; }

    /// <summary>The text, on the other sequences of a best-of.</summary>
    [JsonPropertyName("generated_text")]
    public string? Text { get; init; }

    /// <summary>The seed that was sampled with; null if nothing was sampled.</summary>
    [JsonPropertyName("seed")]
    public ulong? Seed { get; init; }

    /// <summary>The tokens of the prompt, if requested.</summary>
    [JsonPropertyName("prefill")]
    public HfGeneratedToken[] Prefill { get; init => field = value ?? []; } = [];

    /// <summary>The generated tokens.</summary>
    [JsonPropertyName("tokens")]
    public HfGeneratedToken[] Tokens { get; init => field = value ?? []; } = [];

    /// <summary>The most likely tokens at each step, if requested.</summary>
    [JsonPropertyName("top_tokens")]
    public HfGeneratedToken[][] TopTokens { get; init => field = value ?? []; } = [];

    /// <summary>The other sequences of a best-of.</summary>
    [JsonPropertyName("best_of_sequences")]
    public HfGenerationDetails[] BestOfSequences { get; init => field = value ?? []; } = [];

    /// <summary>Returns the finish reason and the number of tokens.</summary>
    /// <returns>A text such as <c>length, 12 tokens</c>.</returns>
    public override string ToString() => string.Join(
        ", ",
        new[] { FinishReason, GeneratedTokens is { } count ? FormattableString.Invariant($"{count} tokens") : null }.OfType<string>());
}
