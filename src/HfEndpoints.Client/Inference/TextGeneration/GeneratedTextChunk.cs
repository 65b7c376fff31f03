using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>A piece of a generated text as it streams in.</summary>
public sealed record GeneratedTextChunk
{
    /// <summary>The place of this piece, counted by the server.</summary>
    [JsonPropertyName("index")]
    public int Index { get; init; }

    /// <summary>What this piece adds to the text.</summary>
    [JsonIgnore]
    public string Text
    {
        // The mark that ends a text is no part of it.
        get => field ?? (Token is null ? GeneratedText ?? "" : Token.Special ? "" : Token.Text);
        init;
    }

    /// <summary>The token; null if the server tells of none, or sent a whole text instead of a stream.</summary>
    [JsonPropertyName("token")]
    public HfGeneratedToken? Token { get; init; }

    /// <summary>The most likely tokens at this step, if requested.</summary>
    [JsonPropertyName("top_tokens")]
    public IReadOnlyList<HfGeneratedToken>? TopTokens { get; init; }

    /// <summary>The whole text, on the last piece.</summary>
    [JsonPropertyName("generated_text")]
    public string? GeneratedText { get; init; }

    /// <summary>Details of the generation, on the last piece.</summary>
    [JsonPropertyName("details")]
    public GenerationDetails? Details { get; init; }
}
