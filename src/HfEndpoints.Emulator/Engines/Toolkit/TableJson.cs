namespace HfEndpoints.Emulator;

/// <summary>Reads tables: a list for each column, or an object for each row.</summary>
internal static class TableJson
{
    public static DataTable Read(JsonNode? node) => node switch
    {
        JsonObject columns => FromColumns(columns),
        JsonArray rows when rows.All(row => row is JsonObject) => FromRows(rows),
        null => throw new ToolkitException("Keyword argument `table` cannot be None."),
        _ => throw new ToolkitException(
            "Invalid input. Keyword argument `table` should be either of type `dict` or `list`, but is <class "
                + $"'{PythonText.TypeOf(node)}'>)"),
    };

    /// <summary>Where a request has its table: beside the inputs, in their field data or table, or as the inputs.</summary>
    public static JsonNode? Locate(ToolkitInput input) => input.Body["table"] ?? input.Inputs switch
    {
        JsonObject inputs when inputs["data"] is JsonObject data => data,
        JsonObject inputs when inputs["table"] is JsonObject table => table,
        _ => input.Inputs,
    };

    private static DataTable FromColumns(JsonObject columns)
    {
        JsonArray[] cells = [.. columns.Select(column =>
            column.Value as JsonArray ?? throw new ToolkitException("If using all scalar values, you must pass an index"))];
        if (cells.Length == 0 || cells[0].Count == 0)
        {
            throw new ToolkitException("table is empty");
        }

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
