using System.Text.Json;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Client.Inference.Tasks;

/// <summary>Reads vectors: one, a list of them, or a list in a list for the one text that was sent.</summary>
internal sealed class FeatureReader(Func<string, HfException> unexpected)
{
    public IReadOnlyList<TaskResult> Read(JsonElement json)
    {
        JsonElement rows = json;
        while (IsList(rows) && rows.GetArrayLength() == 1 && IsList(rows[0]) && rows[0].GetArrayLength() > 0
            && IsList(rows[0][0]))
        {
            rows = rows[0];
        }

        if (!IsList(rows) || rows.GetArrayLength() == 0)
        {
            throw NotAsExpected(json);
        }

        return IsList(rows[0])
            ? [.. rows.EnumerateArray().Select((row, place) => new FeatureRow(place, Vector(row, json)))]
            : [new FeatureRow(0, Vector(rows, json))];
    }

    private float[] Vector(JsonElement row, JsonElement json) =>
        IsList(row) && row.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number)
            ? [.. row.EnumerateArray().Select(number => number.GetSingle())]
            : throw NotAsExpected(json);

    private static bool IsList(JsonElement json) => json.ValueKind == JsonValueKind.Array;

    private HfException NotAsExpected(JsonElement json) =>
        unexpected($"the answer is to be a list of numbers for each text or token, but it is {Excerpt.Of(json)}.");
}
