namespace HfEndpoints;

/// <summary>How alike two sentences are.</summary>
public sealed class HfSimilarity : HfInferenceResult
{
    /// <summary>The sentence that the input was compared with.</summary>
    public required string Sentence { get; init; }

    /// <summary>How alike they are; 1 for the same.</summary>
    public required double Score { get; init; }

    /// <summary>The sentence.</summary>
    /// <returns>The sentence.</returns>
    public override string ToString() => Sentence;
}
