namespace HfEndpoints.Client.Inference;

/// <summary>
/// The parameters of text generation, by the names of Text Generation Inference (its OpenAPI document). A null value
/// is not sent, and the server uses its default.
/// </summary>
public sealed record GenerateParameters
{
    /// <summary>The adapter (LoRA) to use.</summary>
    public string? AdapterId { get; init; }

    /// <summary>Generates this number of sequences and returns the most likely one.</summary>
    public int? BestOf { get; init; }

    /// <summary>Whether the details include the prompt's tokens.</summary>
    public bool? DecoderInputDetails { get; init; }

    /// <summary>Whether to return each token and the finish reason.</summary>
    public bool? Details { get; init; }

    /// <summary>Whether to sample instead of choosing the most likely token.</summary>
    public bool? DoSample { get; init; }

    /// <summary>Penalizes tokens by how often they have occurred, -2 to 2.</summary>
    public double? FrequencyPenalty { get; init; }

    /// <summary>What the text must match: an object of <c>type</c> (json, regex, json_schema) and <c>value</c>.</summary>
    public JsonText? Grammar { get; init; }

    /// <summary>The maximum number of tokens to generate.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>Penalizes tokens that have already occurred; 1 means no penalty.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Whether the text begins with the prompt.</summary>
    public bool? ReturnFullText { get; init; }

    /// <summary>The seed of sampling; the same seed gives the same text.</summary>
    public long? Seed { get; init; }

    /// <summary>Stop sequences.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>The sampling temperature, above 0.</summary>
    public double? Temperature { get; init; }

    /// <summary>Samples from this number of the most likely tokens (top-k).</summary>
    public int? TopK { get; init; }

    /// <summary>Returns this number of the most likely tokens at each step.</summary>
    public int? TopNTokens { get; init; }

    /// <summary>Samples from the most likely tokens with this total probability, below 1 (top-p).</summary>
    public double? TopP { get; init; }

    /// <summary>Truncates the prompt to this number of tokens.</summary>
    public int? Truncate { get; init; }

    /// <summary>The probability mass of typical sampling, below 1.</summary>
    public double? TypicalP { get; init; }

    /// <summary>Whether to watermark the text.</summary>
    public bool? Watermark { get; init; }
}
