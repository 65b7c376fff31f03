namespace HfEndpoints;

/// <summary>A label, and how well it fits.</summary>
public sealed class HfLabelScore : HfInferenceResult
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>How well it fits; usually from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>The label.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}
