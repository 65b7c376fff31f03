namespace HfEndpoints;

/// <summary>A shape in an image.</summary>
public sealed class HfImageSegment : HfInferenceResult
{
    /// <summary>What it is.</summary>
    public required string Label { get; init; }

    /// <summary>How sure that is, from 0 to 1; nothing where the model does not tell.</summary>
    public double? Score { get; init; }

    /// <summary>The bytes of a PNG image of black and white, whose white pixels are the shape.</summary>
    public required byte[] Mask { get; init; }

    /// <summary>The file the mask was written to with -OutFile.</summary>
    public string? Path { get; internal set; }

    /// <summary>What it is.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}
