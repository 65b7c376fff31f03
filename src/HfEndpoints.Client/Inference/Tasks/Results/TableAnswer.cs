using System.Text.Json.Serialization;

namespace HfEndpoints.Client.Inference;

/// <summary>An answer out of a table.</summary>
public sealed record TableAnswer : TaskResult
{
    /// <summary>The answer.</summary>
    [JsonPropertyName("answer")]
    public required string Answer { get; init; }

    /// <summary>Where its cells are: for each its row and its column, from 0.</summary>
    [JsonPropertyName("coordinates")]
    public IReadOnlyList<IReadOnlyList<int>> Coordinates { get; init => field = value ?? []; } = [];

    /// <summary>The texts of its cells.</summary>
    [JsonPropertyName("cells")]
    public IReadOnlyList<string> Cells { get; init => field = value ?? []; } = [];

    /// <summary>What is made of the cells, such as SUM; null where the model does not tell.</summary>
    [JsonPropertyName("aggregator")]
    public string? Aggregator { get; init; }
}
