namespace HfEndpoints;

/// <summary>An answer to a question.</summary>
public sealed class HfAnswer : HfInferenceResult
{
    /// <summary>The answer; nothing where the model has none.</summary>
    public string? Answer { get; init; }

    /// <summary>How sure it is, from 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>Where it begins: a character of the context, or a word of the document.</summary>
    public int? Start { get; init; }

    /// <summary>Where it ends, counted as Start is.</summary>
    public int? End { get; init; }

    /// <summary>The answer.</summary>
    /// <returns>The answer.</returns>
    public override string ToString() => Answer ?? "";
}
