using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>What a model says of a row of a table.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Value">A label or a number.</param>
public sealed record RowValue(int Row, JsonElement Value) : TaskResult;
