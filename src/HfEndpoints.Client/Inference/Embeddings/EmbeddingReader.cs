using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads vectors in the shapes of the servers: a list of vectors, OpenAI's list of objects, and the nested lists of
/// pipelines, with a vector for each token.
/// </summary>
internal static class EmbeddingReader
{
    /// <summary>Reads the embeddings of so many texts.</summary>
    /// <exception cref="FormatException">The answer does not hold them.</exception>
    public static IReadOnlyList<TextEmbedding> Read(JsonElement answer, int count)
    {
        JsonElement[] texts = answer.Member("data") is { ValueKind: JsonValueKind.Array } data
            ? [.. data.EnumerateArray().OrderBy(item => item.WholeOf("index") ?? 0).Select(item => item.Member("embedding") ?? default)]
            : Split(answer.Member("embeddings") ?? answer, count);
        return texts.Length == count
            ? [.. texts.Select(ReadText)]
            : throw new FormatException($"it holds {texts.Length} embeddings for {count} texts");
    }

    /// <summary>Gives a vector the length 1.</summary>
    public static TextEmbedding Normalize(TextEmbedding embedding)
    {
        double length = Math.Sqrt(embedding.Vector.Sum(value => (double)value * value));
        return length == 0 ? embedding : embedding with { Vector = [.. embedding.Vector.Select(value => (float)(value / length))] };
    }

    private static JsonElement[] Split(JsonElement answer, int count)
    {
        if (answer.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("it holds no embeddings");
        }

        // One text's may come without a list around it: as its vector, or as its tokens' vectors.
        JsonElement[] items = [.. answer.EnumerateArray()];
        return count == 1 && (items.Length != 1 || items[0].ValueKind == JsonValueKind.Number) ? [answer] : items;
    }

    private static TextEmbedding ReadText(JsonElement json)
    {
        while (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 1 && json[0].ValueKind != JsonValueKind.Number)
        {
            json = json[0];
        }

        return json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0 && json[0].ValueKind == JsonValueKind.Array
            ? new TextEmbedding { Tokens = [.. json.EnumerateArray().Select(ReadVector)] }
            : new TextEmbedding { Vector = ReadVector(json) };
    }

    private static float[] ReadVector(JsonElement json) =>
        VectorReader.Read(json) ?? throw new FormatException("it holds something else than numbers");
}
