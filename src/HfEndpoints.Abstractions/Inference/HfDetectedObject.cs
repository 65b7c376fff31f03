namespace HfEndpoints;

/// <summary>An object in an image.</summary>
public sealed record HfDetectedObject : HfInferenceResult
{
    /// <summary>What it is.</summary>
    public required string Label { get; init; }

    /// <summary>How sure the model is, from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Where it is.</summary>
    public required HfBox Box { get; init; }

    /// <summary>Returns the label.</summary>
    /// <returns>The label.</returns>
    public override string ToString() => Label;
}

/// <summary>A part of an image, in pixels from its upper left corner.</summary>
public sealed record HfBox
{
    /// <summary>The left edge.</summary>
    public required double XMin { get; init; }

    /// <summary>The upper edge.</summary>
    public required double YMin { get; init; }

    /// <summary>The right edge.</summary>
    public required double XMax { get; init; }

    /// <summary>The lower edge.</summary>
    public required double YMax { get; init; }

    /// <summary>Returns the corners.</summary>
    /// <returns>A text such as <c>12,8 - 90,64</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{XMin:0.##},{YMin:0.##} - {XMax:0.##},{YMax:0.##}");
}
