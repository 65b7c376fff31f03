using System.Runtime.InteropServices;

namespace HfEndpoints.Emulator;

/// <summary>The answer to POST /v1/embeddings, which all servers with that route share.</summary>
internal static class EmbeddingsAnswer
{
    public static JsonObject Make(IEnumerable<float[]> vectors, string model, int tokens, bool base64) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. vectors.Select((vector, index) => new JsonObject
        {
            ["object"] = "embedding",
            ["embedding"] = base64 ? Base64(vector) : ToJson(vector),
            ["index"] = index,
        })]),
        ["model"] = model,
        ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
    };

    public static JsonArray ToJson(IEnumerable<float> vector) => [.. vector.Select(value => JsonValue.Create(value))];

    /// <summary>The numbers as they are in memory on every machine this runs on: 32-bit floats, little end first.</summary>
    private static string Base64(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector));
}
