using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The parameters of text generation, by the names of Text Generation Inference (its OpenAPI document). What is null
/// is not sent, and the server's default holds.
/// </summary>
public sealed record GenerateParameters
{
    /// <summary>The adapter (LoRA) to use.</summary>
    [JsonPropertyName("adapter_id")]
    public string? AdapterId { get; init; }

    /// <summary>Generate so many sequences and give the likeliest.</summary>
    [JsonPropertyName("best_of")]
    public int? BestOf { get; init; }

    /// <summary>Whether the details hold the prompt's tokens too.</summary>
    [JsonPropertyName("decoder_input_details")]
    public bool? DecoderInputDetails { get; init; }

    /// <summary>Whether to tell of each token and why the text ends.</summary>
    [JsonPropertyName("details")]
    public bool? Details { get; init; }

    /// <summary>Whether to sample instead of taking the likeliest token.</summary>
    [JsonPropertyName("do_sample")]
    public bool? DoSample { get; init; }

    /// <summary>Lowers the chance of tokens by how often they came, -2 to 2.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; init; }

    /// <summary>What the text must match: an object of <c>type</c> (json, regex, json_schema) and <c>value</c>.</summary>
    [JsonPropertyName("grammar")]
    public JsonObject? Grammar { get; init; }

    /// <summary>The most tokens to generate.</summary>
    [JsonPropertyName("max_new_tokens")]
    public int? MaxNewTokens { get; init; }

    /// <summary>Lowers the chance of tokens that came already; 1 is none.</summary>
    [JsonPropertyName("repetition_penalty")]
    public double? RepetitionPenalty { get; init; }

    /// <summary>Whether the text begins with the prompt.</summary>
    [JsonPropertyName("return_full_text")]
    public bool? ReturnFullText { get; init; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Texts that end the generation.</summary>
    [JsonPropertyName("stop")]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>How freely to sample; above 0.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>Sample among so many of the likeliest tokens.</summary>
    [JsonPropertyName("top_k")]
    public int? TopK { get; init; }

    /// <summary>Tell of so many of the likeliest tokens at each step.</summary>
    [JsonPropertyName("top_n_tokens")]
    public int? TopNTokens { get; init; }

    /// <summary>Sample among the likeliest tokens that make up this share, below 1.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }

    /// <summary>Cut the prompt to so many tokens.</summary>
    [JsonPropertyName("truncate")]
    public int? Truncate { get; init; }

    /// <summary>The share of typical sampling, below 1.</summary>
    [JsonPropertyName("typical_p")]
    public double? TypicalP { get; init; }

    /// <summary>Whether to mark the text as generated.</summary>
    [JsonPropertyName("watermark")]
    public bool? Watermark { get; init; }
}
