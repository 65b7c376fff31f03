namespace HfEndpoints;

/// <summary>A thing in an image.</summary>
public sealed class HfDetectedObject : HfInferenceResult
{
    /// <summary>What it is.</summary>
    public required string Label { get; init; }

    /// <summary>How sure that is, from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Where it is.</summary>
    public required HfBox Box { get; init; }

    /// <summary>What it is.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}
