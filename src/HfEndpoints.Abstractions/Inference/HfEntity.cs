namespace HfEndpoints;

/// <summary>A part of a text that has a label, such as a name.</summary>
public sealed record HfEntity : HfInferenceResult
{
    /// <summary>The part.</summary>
    public required string Word { get; init; }

    /// <summary>The label of a single token; null if tokens are grouped.</summary>
    public string? Entity { get; init; }

    /// <summary>The label of grouped tokens; null if they are not grouped.</summary>
    public string? EntityGroup { get; init; }

    /// <summary>How well the label fits, from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>The first character of the part, from 0; null if the model does not report it.</summary>
    public int? Start { get; init; }

    /// <summary>The character after the last one of the part.</summary>
    public int? End { get; init; }

    /// <summary>Returns the part.</summary>
    /// <returns>The part.</returns>
    public override string ToString() => Word;
}

/// <summary>A word for a gap in a text.</summary>
public sealed record HfMaskFill : HfInferenceResult
{
    /// <summary>The gap, from 0, in a text that has several.</summary>
    public int Mask { get; init; }

    /// <summary>The word.</summary>
    public required string TokenText { get; init; }

    /// <summary>Its number in the model's vocabulary.</summary>
    public required long Token { get; init; }

    /// <summary>The text with the gap filled.</summary>
    public required string Sequence { get; init; }

    /// <summary>How well the word fits, from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Returns the text with the gap filled.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Sequence;
}
