namespace HfEndpoints;

/// <summary>A vector: of a whole text, or of one of its tokens.</summary>
public sealed class HfFeatureRow : HfInferenceResult
{
    /// <summary>Its place among the vectors of the text, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>Its numbers.</summary>
    public required float[] Vector { get; init; }
}
