using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>Makes a table as servers take it, a list of values for each column, of rows.</summary>
internal static class TableRows
{
    public static JsonObject ToColumns(JsonArray rows)
    {
        if (rows.Count == 0 || rows.Any(row => row is not JsonObject))
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                "This is not a valid table. Use a list of values for each column, or a list of rows that are objects, at least one.");
        }

        string[] names = [.. rows.SelectMany(row => row!.AsObject().Select(cell => cell.Key)).Distinct()];
        return new JsonObject(names.Select(name => KeyValuePair.Create(
            name, (JsonNode?)new JsonArray([.. rows.Select(row => row![name]?.DeepClone())]))));
    }
}
