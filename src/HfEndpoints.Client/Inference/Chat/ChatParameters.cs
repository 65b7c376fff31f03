using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The parameters of chat, by the names of the OpenAI-compatible route. A null value is not sent, and the server uses its default.
/// </summary>
public sealed record ChatParameters
{
    /// <summary>Penalizes tokens by how often they have occurred, -2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>What is added to the chance of tokens, by their ids.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double>? LogitBias
    {
        get => (LogitBiasJson as JsonObject)?.ToDictionary(bias => bias.Key, bias => bias.Value!.GetValue<double>());
        init => LogitBiasJson = value is null
            ? null
            : new JsonObject(value.Select(bias => KeyValuePair.Create(bias.Key, (JsonNode?)bias.Value)));
    }

    /// <summary>Whether to return the log probability of each token.</summary>
    public bool? Logprobs { get; init; }

    /// <summary>The maximum number of tokens to generate.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How many answers to give.</summary>
    public int? N { get; init; }

    /// <summary>Penalizes tokens that have already occurred, -2 to 2.</summary>
    public double? PresencePenalty { get; init; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    public long? Seed { get; init; }

    /// <summary>Stop sequences.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>The stream options that have the tokens counted.</summary>
    internal static JsonText WithUsage { get; } = new(new JsonObject { ["include_usage"] = true });

    /// <summary>Stream options: <c>include_usage</c>.</summary>
    public JsonText? StreamOptions { get; init; }

    /// <summary>The sampling temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Which tool to call: <c>auto</c>, <c>none</c>, <c>required</c>, or the name of one.</summary>
    [JsonIgnore]
    public string? ToolChoice
    {
        get => ChatDialect.NameOf(ToolChoiceJson) ?? ToolChoiceJson?.ToString();
        init => ToolChoiceJson = value is null or "auto" or "none" or "required"
            ? value
            : new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = value } };
    }

    /// <summary>The text before the list of tools (Text Generation Inference only).</summary>
    public string? ToolPrompt { get; init; }

    /// <summary>Returns this number of the most likely tokens at each step.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Samples from the most likely tokens with this total probability (top-p).</summary>
    public double? TopP { get; init; }

    /// <summary>The same as <see cref="LogitBias"/>, or a list of numbers.</summary>
    [JsonInclude]
    [JsonPropertyName("logit_bias")]
    internal JsonNode? LogitBiasJson { get; init; }

    /// <summary>The same as <see cref="ToolChoice"/>, in any form that a server takes.</summary>
    [JsonInclude]
    [JsonPropertyName("tool_choice")]
    internal JsonNode? ToolChoiceJson { get; init; }

    /// <summary>The tools the model may call.</summary>
    [JsonInclude]
    internal JsonArray? Tools { get; init; }
}
