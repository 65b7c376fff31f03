namespace HfEndpoints;

/// <summary>Details of a generated text.</summary>
public sealed class HfGenerationDetails
{
    /// <summary>Why the text ends: length, eos_token or stop_sequence.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The number of generated tokens; null if the server does not count them.</summary>
    public int? GeneratedTokens { get; init; }

    /// <summary>The text, on the other sequences of a best-of.</summary>
    public string? Text { get; init; }

    /// <summary>The seed that was sampled with; null if nothing was sampled.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The prompt's tokens, with -DecoderInputDetails.</summary>
    public HfGeneratedToken[] Prefill { get; init; } = [];

    /// <summary>The generated tokens.</summary>
    public HfGeneratedToken[] Tokens { get; init; } = [];

    /// <summary>The most likely tokens at each step, with -TopNTokens.</summary>
    public HfGeneratedToken[][] TopTokens { get; init; } = [];

    /// <summary>The other sequences, with -BestOf.</summary>
    public HfGenerationDetails[] BestOfSequences { get; init; } = [];
}
