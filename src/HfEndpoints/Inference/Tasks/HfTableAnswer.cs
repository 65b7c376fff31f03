namespace HfEndpoints;

/// <summary>An answer out of a table.</summary>
public sealed class HfTableAnswer : HfInferenceResult
{
    /// <summary>The answer.</summary>
    public required string Answer { get; init; }

    /// <summary>The texts of its cells.</summary>
    public required string[] Cells { get; init; }

    /// <summary>Where its cells are: for each its row and its column, from 0.</summary>
    public required int[][] Coordinates { get; init; }

    /// <summary>What is made of the cells, such as SUM; nothing where the model does not tell.</summary>
    public string? Aggregator { get; init; }

    /// <summary>The answer.</summary>
    /// <returns>The answer.</returns>
    public override string ToString() => Answer;
}
