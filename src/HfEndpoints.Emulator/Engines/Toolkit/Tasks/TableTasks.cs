namespace HfEndpoints.Emulator;

/// <summary>Finds the cells of a table that answer a question.</summary>
internal sealed class TableQuestionAnswering : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["table-question-answering"];
    public InputKind Kind => InputKind.Json;

    public TaskSignature Signature { get; } = TaskSignature.ForPipeline(
        "TableQuestionAnsweringPipeline", "model", "padding", "sequential", "truncation");

    public ToolkitOutput Run(ToolkitInput input)
    {
        JsonObject inputs = input.Inputs as JsonObject
            ?? throw new ToolkitException(
                $"inputs must be a dict, but a `<class '{PythonText.TypeOf(input.Inputs)}'>` was provided instead.");
        JsonNode? query = inputs["question"] ?? inputs["query"];
        if (query is null || !inputs.ContainsKey("table"))
        {
            throw new ToolkitException(
                "table-question-answering expects `inputs` to be a dict containing the keys `table` and either `question` or `query`.");
        }

        DataTable table = TableJson.Read(inputs["table"]);
        return query is JsonArray queries
            ? new JsonArray([.. queries.Select(one => Answer(input.Models, table, one))])
            : Answer(input.Models, table, query);
    }

    private static JsonObject Answer(IToyModels models, DataTable table, JsonNode? query)
    {
        string text = ToolkitInput.Text(query);
        if (text.Length == 0)
        {
            throw new ToolkitException("query is empty");
        }

        TableAnswer answer = models.AskTable(table, text);
        string cells = string.Join(", ", answer.Cells);
        return new JsonObject
        {
            ["answer"] = answer.Aggregator == TableAnswer.None ? cells : $"{answer.Aggregator} > {cells}",
            ["coordinates"] = new JsonArray([.. answer.Coordinates.Select(cell => new JsonArray(cell.Row, cell.Column))]),
            ["cells"] = new JsonArray([.. answer.Cells.Select(cell => JsonValue.Create(cell))]),
            ["aggregator"] = answer.Aggregator,
        };
    }
}

/// <summary>Predicts a class for each row of a table. Clients send the table as inputs, in its field data, or beside it.</summary>
internal sealed class TabularClassification : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["tabular-classification"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature => TaskSignature.Any;

    public ToolkitOutput Run(ToolkitInput input) =>
        new JsonArray([.. input.Models.ClassifyRows(TableJson.Read(TableJson.Locate(input))).Select(value => JsonValue.Create(value))]);
}

/// <summary>Predicts a number for each row of a table. Clients send the table as inputs, in its field data, or beside it.</summary>
internal sealed class TabularRegression : IToolkitTask
{
    public IReadOnlyList<string> Names { get; } = ["tabular-regression"];
    public InputKind Kind => InputKind.Json;
    public TaskSignature Signature => TaskSignature.Any;

    public ToolkitOutput Run(ToolkitInput input) =>
        new JsonArray([.. input.Models.PredictRows(TableJson.Read(TableJson.Locate(input))).Select(value => JsonValue.Create(value))]);
}
