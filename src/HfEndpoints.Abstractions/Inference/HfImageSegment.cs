namespace HfEndpoints;

/// <summary>A shape in an image.</summary>
public sealed record HfImageSegment : HfInferenceResult
{
    /// <summary>What it is.</summary>
    public required string Label { get; init; }

    /// <summary>How sure the model is, from 0 to 1; null if it does not report it.</summary>
    public double? Score { get; init; }

    /// <summary>The bytes of a black and white PNG image, whose white pixels are the shape.</summary>
    public required byte[] Mask { get; init; }

    /// <summary>The file that the mask was written to; null if it was not.</summary>
    public string? Path { get; init; }

    /// <summary>Returns the label.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}
