using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The parameters of chat, by the names of the OpenAI-compatible route. What is null is not sent, and the server's
/// default holds.
/// </summary>
public sealed record ChatParameters
{
    /// <summary>Lowers the chance of tokens by how often they came, -2 to 2.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; init; }

    /// <summary>What is added to the chance of tokens: an object of token ids and numbers, or a list of numbers.</summary>
    [JsonPropertyName("logit_bias")]
    public JsonNode? LogitBias { get; init; }

    /// <summary>Whether to tell how likely each token was.</summary>
    [JsonPropertyName("logprobs")]
    public bool? Logprobs { get; init; }

    /// <summary>The most tokens to generate.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>How many answers to give.</summary>
    [JsonPropertyName("n")]
    public int? N { get; init; }

    /// <summary>Lowers the chance of tokens that came already, -2 to 2.</summary>
    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get; init; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Texts that end the answer.</summary>
    [JsonPropertyName("stop")]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>What a stream tells besides: <c>include_usage</c>.</summary>
    [JsonPropertyName("stream_options")]
    public JsonObject? StreamOptions { get; init; }

    /// <summary>How freely to sample.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>Which tool to call: <c>auto</c>, <c>none</c>, <c>required</c>, or an object that names one.</summary>
    [JsonPropertyName("tool_choice")]
    public JsonNode? ToolChoice { get; init; }

    /// <summary>What is said before the list of tools; only Text Generation Inference takes it.</summary>
    [JsonPropertyName("tool_prompt")]
    public string? ToolPrompt { get; init; }

    /// <summary>The tools the model may call.</summary>
    [JsonPropertyName("tools")]
    public JsonArray? Tools { get; init; }

    /// <summary>Tell of so many of the likeliest tokens at each step.</summary>
    [JsonPropertyName("top_logprobs")]
    public int? TopLogprobs { get; init; }

    /// <summary>Sample among the likeliest tokens that make up this share.</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }
}
