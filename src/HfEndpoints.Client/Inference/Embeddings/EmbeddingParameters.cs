namespace HfEndpoints.Client.Inference;

/// <summary>How texts are turned into vectors. A null value is not sent, and the server uses its default.</summary>
public sealed record EmbeddingParameters
{
    /// <summary>Whether to normalize the vectors to length 1.</summary>
    public bool? Normalize { get; init; }

    /// <summary>The name of one of the model's own prompts, which is put before each text.</summary>
    public string? PromptName { get; init; }

    /// <summary>Whether to truncate texts that are too long; otherwise they are rejected.</summary>
    public bool? Truncate { get; init; }

    /// <summary>The end at which texts are truncated: <c>Left</c> or <c>Right</c>.</summary>
    public string? TruncationDirection { get; init; }

    /// <summary>The number of dimensions, for models that support shorter vectors.</summary>
    public int? Dimensions { get; init; }

    /// <summary>How vectors go over the wire: <c>float</c> or <c>base64</c>. It does not change the result.</summary>
    public string? EncodingFormat { get; init; }
}
