using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Predicts a class for each row of a table. Clients send the table as inputs, in its field data, or beside it.</summary>
internal sealed class TabularClassification : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["tabular-classification"];

    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature => TaskSignature.Any;

    public ToolkitOutput Run(ToolkitInput input) =>
        new JsonArray([.. input.Models.ClassifyRows(TableJson.Read(TableJson.Locate(input))).Select(value => JsonValue.Create(value))]);
}
