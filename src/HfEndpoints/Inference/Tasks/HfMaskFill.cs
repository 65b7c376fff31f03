namespace HfEndpoints;

/// <summary>A word for a gap in a text.</summary>
public sealed class HfMaskFill : HfInferenceResult
{
    /// <summary>The gap, from 0, in a text that has several.</summary>
    public required int Mask { get; init; }

    /// <summary>The word.</summary>
    public required string TokenText { get; init; }

    /// <summary>Its number in the model's vocabulary.</summary>
    public required long Token { get; init; }

    /// <summary>The text with the gap filled.</summary>
    public required string Sequence { get; init; }

    /// <summary>How well it fits, from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>The text with the gap filled.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Sequence;
}
