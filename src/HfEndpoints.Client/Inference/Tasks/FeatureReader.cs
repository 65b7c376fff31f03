namespace HfEndpoints.Client.Inference;

/// <summary>Reads vectors: one, a list of them, or a list in a list for the one text that was sent.</summary>
internal sealed class FeatureReader(Func<string, HfException> unexpected)
{
    public IReadOnlyList<HfInferenceResult> Read(JsonElement json)
    {
        JsonElement rows = json.Member("embeddings") ?? json;
        if (json.Member("data") is { ValueKind: JsonValueKind.Array } data
            && data.GetArrayLength() > 0 && data.EnumerateArray().All(row => row.Member("embedding") is not null))
        {
            return [.. data.EnumerateArray().Select((row, place) => Row(place, row.Member("embedding")!.Value, json))];
        }

        while (IsList(rows) && rows.GetArrayLength() == 1 && IsList(rows[0]) && rows[0].GetArrayLength() > 0
            && IsList(rows[0][0]))
        {
            rows = rows[0];
        }

        if (rows.ValueKind == JsonValueKind.String)
        {
            return [Row(0, rows, json)];
        }

        if (!IsList(rows) || rows.GetArrayLength() == 0)
        {
            throw NotAsExpected(json);
        }

        return IsList(rows[0]) || rows[0].ValueKind == JsonValueKind.String
            ? [.. rows.EnumerateArray().Select((row, place) => Row(place, row, json))]
            : [Row(0, rows, json)];
    }

    private HfFeatureRow Row(int place, JsonElement row, JsonElement json) =>
        VectorReader.Read(row) is { Length: > 0 } vector && vector.All(float.IsFinite)
            ? new HfFeatureRow { Row = place, Vector = vector }
            : throw NotAsExpected(json);

    private static bool IsList(JsonElement json) => json.ValueKind == JsonValueKind.Array;

    private HfException NotAsExpected(JsonElement json) =>
        unexpected($"the answer should be a list of numbers for each text or token, but it is {Excerpt.FromJson(json)}.");
}
