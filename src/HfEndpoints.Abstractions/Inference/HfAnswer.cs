namespace HfEndpoints;

/// <summary>An answer to a question.</summary>
public sealed record HfAnswer : HfInferenceResult
{
    /// <summary>The answer; null if the model has none.</summary>
    public string? Answer { get; init; }

    /// <summary>How sure the model is, from 0 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>Where the answer begins: a character of the context, or a word of the document, from 0.</summary>
    public int? Start { get; init; }

    /// <summary>Where the answer ends, counted as Start is.</summary>
    public int? End { get; init; }

    /// <summary>Returns the answer.</summary>
    /// <returns>The answer.</returns>
    public override string ToString() => Answer ?? "";
}

/// <summary>An answer found in a table.</summary>
public sealed record HfTableAnswer : HfInferenceResult
{
    /// <summary>The answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The texts of its cells.</summary>
    public string[] Cells { get; init; } = [];

    /// <summary>Where its cells are: for each its row and its column, from 0.</summary>
    public int[][] Coordinates { get; init; } = [];

    /// <summary>How the cells are combined, such as SUM; null if the model does not report it.</summary>
    public string? Aggregator { get; init; }

    /// <summary>Returns the answer.</summary>
    /// <returns>The answer.</returns>
    public override string ToString() => Answer;
}
