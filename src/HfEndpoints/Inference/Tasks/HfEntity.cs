namespace HfEndpoints;

/// <summary>A part of a text that has a label, such as a name.</summary>
public sealed class HfEntity : HfInferenceResult
{
    /// <summary>The part.</summary>
    public required string Word { get; init; }

    /// <summary>The label of a single token; nothing where tokens are brought together.</summary>
    public string? Entity { get; init; }

    /// <summary>The label of tokens brought together; nothing where they are not.</summary>
    public string? EntityGroup { get; init; }

    /// <summary>How well the label fits, from 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>The character the part begins with, from 0.</summary>
    public int? Start { get; init; }

    /// <summary>The character after its last.</summary>
    public int? End { get; init; }

    /// <summary>The part.</summary>
    /// <returns>The part.</returns>
    public override string ToString() => Word;
}
