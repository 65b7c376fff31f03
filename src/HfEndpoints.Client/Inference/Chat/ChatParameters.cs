using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The parameters of chat, by the names of the OpenAI-compatible route. A null value is not sent, and the server uses its default.
/// </summary>
public sealed record ChatParameters
{
    /// <summary>Penalizes tokens by how often they have occurred, -2 to 2.</summary>
    [JsonPropertyName("frequency_penalty")]
    public double? FrequencyPenalty { get; init; }

    /// <summary>What is added to the chance of tokens: an object of token ids and numbers, or a list of numbers.</summary>
    [JsonPropertyName("logit_bias")]
    public JsonNode? LogitBias { get; init; }

    /// <summary>Whether to return the log probability of each token.</summary>
    [JsonPropertyName("logprobs")]
    public bool? Logprobs { get; init; }

    /// <summary>The maximum number of tokens to generate.</summary>
    [JsonPropertyName("max_tokens")]
    public int? MaxTokens { get; init; }

    /// <summary>How many answers to give.</summary>
    [JsonPropertyName("n")]
    public int? N { get; init; }

    /// <summary>Penalizes tokens that have already occurred, -2 to 2.</summary>
    [JsonPropertyName("presence_penalty")]
    public double? PresencePenalty { get; init; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    [JsonPropertyName("seed")]
    public long? Seed { get; init; }

    /// <summary>Stop sequences.</summary>
    [JsonPropertyName("stop")]
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Stream options: <c>include_usage</c>.</summary>
    [JsonPropertyName("stream_options")]
    public JsonObject? StreamOptions { get; init; }

    /// <summary>The sampling temperature.</summary>
    [JsonPropertyName("temperature")]
    public double? Temperature { get; init; }

    /// <summary>Which tool to call: <c>auto</c>, <c>none</c>, <c>required</c>, or an object that names one.</summary>
    [JsonPropertyName("tool_choice")]
    public JsonNode? ToolChoice { get; init; }

    /// <summary>The text before the list of tools (Text Generation Inference only).</summary>
    [JsonPropertyName("tool_prompt")]
    public string? ToolPrompt { get; init; }

    /// <summary>The tools the model may call.</summary>
    [JsonPropertyName("tools")]
    public JsonArray? Tools { get; init; }

    /// <summary>Returns this number of the most likely tokens at each step.</summary>
    [JsonPropertyName("top_logprobs")]
    public int? TopLogprobs { get; init; }

    /// <summary>Samples from the most likely tokens with this total probability (top-p).</summary>
    [JsonPropertyName("top_p")]
    public double? TopP { get; init; }
}
