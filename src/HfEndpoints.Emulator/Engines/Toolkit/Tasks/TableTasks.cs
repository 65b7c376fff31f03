namespace HfEndpoints.Emulator;

/// <summary>The tasks about tables, which come as a list for each column or an object for each row.</summary>
internal static class TableTasks
{
    /// <summary>Finds the cells of a table that answer a question.</summary>
    public static object Ask(ToolkitInput input)
    {
        JsonObject inputs = input.Inputs as JsonObject
            ?? throw new ToolkitException(
                $"inputs must be a dict, but a `<class '{PythonText.TypeOf(input.Inputs)}'>` was provided instead.");
        JsonNode? query = inputs["question"] ?? inputs["query"];
        Refuse.If(query is null || !inputs.ContainsKey("table"), () => new ToolkitException(
                "table-question-answering expects `inputs` to be a dict containing the keys `table` and either `question` or `query`."));
        DataTable table = Read(inputs["table"]);
        return query is JsonArray queries ? queries.Select(one => Answer(table, one)).ToArray() : Answer(table, query);
    }

    private static object Answer(DataTable table, JsonNode? query)
    {
        string text = ToolkitInput.Text(query);
        Refuse.If(text.Length == 0, () => new ToolkitException("query is empty"));
        TableAnswer answer = ToyModels.AskTable(table, text);
        string cells = string.Join(", ", answer.Cells);
        return new
        {
            answer = answer.Aggregator == TableAnswer.None ? cells : $"{answer.Aggregator} > {cells}",
            coordinates = answer.Coordinates.Select(cell => new[] { cell.Row, cell.Column }),
            cells = answer.Cells,
            aggregator = answer.Aggregator,
        };
    }

    /// <summary>Predicts a class for each row of a table. Clients send the table as inputs, in its field data, or beside it.</summary>
    public static object Classify(ToolkitInput input) => ToyModels.ClassifyRows(Read(Locate(input)));

    /// <summary>Predicts a number for each row of a table. Clients send the table as inputs, in its field data, or beside it.</summary>
    public static object Regress(ToolkitInput input) => ToyModels.PredictRows(Read(Locate(input)));

    private static DataTable Read(JsonNode? node) => node switch
    {
        JsonObject columns => FromColumns(columns),
        JsonArray rows when rows.All(row => row is JsonObject) => FromRows(rows),
        null => throw new ToolkitException("Keyword argument `table` cannot be None."),
        _ => throw new ToolkitException(
            "Invalid input. Keyword argument `table` should be either of type `dict` or `list`, but is <class "
                + $"'{PythonText.TypeOf(node)}'>)"),
    };

    /// <summary>Where a request has its table: beside the inputs, in their field data or table, or as the inputs.</summary>
    private static JsonNode? Locate(ToolkitInput input) => input.Body["table"] ?? input.Inputs switch
    {
        JsonObject inputs when inputs["data"] is JsonObject data => data,
        JsonObject inputs when inputs["table"] is JsonObject table => table,
        _ => input.Inputs,
    };

    private static DataTable FromColumns(JsonObject columns)
    {
        JsonArray[] cells = [.. columns.Select(column =>
            column.Value as JsonArray ?? throw new ToolkitException("If using all scalar values, you must pass an index"))];
        Refuse.If(cells.Length == 0 || cells[0].Count == 0, () => new ToolkitException("table is empty"));
        return cells.All(column => column.Count == cells[0].Count)
            ? new DataTable([.. columns.Select(column => column.Key)], [.. Enumerable.Range(0, cells[0].Count).Select(row =>
                cells.Select(column => Cell(column[row])).ToArray())])
            : throw new ToolkitException("All arrays must be of the same length");
    }

    private static DataTable FromRows(JsonArray rows)
    {
        string[] columns = [.. rows.SelectMany(row => row!.AsObject().Select(cell => cell.Key)).Distinct()];
        return columns.Length > 0
            ? new DataTable(columns, [.. rows.Select(row => columns.Select(column => Cell(row![column])).ToArray())])
            : throw new ToolkitException("table is empty");
    }

    private static string Cell(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "",
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
