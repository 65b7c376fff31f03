namespace HfEndpoints.Client.Inference;

/// <summary>
/// Reads vectors in the shapes of the servers: a list of vectors, OpenAI's list of objects, and the nested lists of
/// pipelines, with a vector for each token.
/// </summary>
internal static class EmbeddingReader
{
    /// <summary>Reads the embeddings of texts from the bytes of an answer; null if it is not one of the usual ones.</summary>
    public static IReadOnlyList<HfEmbedding>? TryRead(ReadOnlySpan<byte> answer, IReadOnlyList<string> texts) =>
        PlainVectors.TryRead(answer, texts.Count) is { } vectors
            ? [.. vectors.Select((vector, index) =>
                new HfEmbedding { Text = texts[index], Index = index, Embedding = vector, TokenEmbedding = [] })]
            : null;

    /// <summary>Reads the embeddings of texts; null in place of one whose vector is not made of finite numbers.</summary>
    /// <exception cref="FormatException">The answer does not contain them.</exception>
    public static IReadOnlyList<HfEmbedding?> Read(JsonElement answer, IReadOnlyList<string> texts)
    {
        JsonElement[] vectors = answer.Member("data") is { ValueKind: JsonValueKind.Array } data
            ? ReadData([.. data.EnumerateArray()])
            : Split(answer.Member("embeddings") ?? answer, texts.Count);
        return vectors.Length == texts.Count
            ? [.. vectors.Select((vector, index) => ReadText(vector, texts[index], index))]
            : throw new FormatException($"it contains {vectors.Length} embeddings for {texts.Count} texts");
    }

    private static JsonElement[] ReadData(JsonElement[] items)
    {
        long[] places = [.. items.Select((item, place) => item.WholeOf("index") ?? place)];
        return places.Order().SequenceEqual(Enumerable.Range(0, items.Length).Select(place => (long)place))
            ? [.. items.Zip(places).OrderBy(pair => pair.Second).Select(pair => pair.First.Member("embedding") ?? default)]
            : throw new FormatException("its embeddings are not numbered from 0");
    }

    private static JsonElement[] Split(JsonElement answer, int count)
    {
        if (answer.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("it contains no embeddings");
        }

        // One text's may come without a list around it: as its vector, or as its tokens' vectors.
        JsonElement[] items = [.. answer.EnumerateArray()];
        return count == 1 && (items.Length != 1 || !IsList(items[0])) && !items.Any(item => item.ValueKind == JsonValueKind.String)
            ? [answer]
            : items;
    }

    private static HfEmbedding? ReadText(JsonElement json, string text, int index)
    {
        while (IsList(json) && json.GetArrayLength() == 1 && (IsList(json[0]) || json[0].ValueKind == JsonValueKind.String))
        {
            json = json[0];
        }

        bool isOfTokens = IsList(json) && json.GetArrayLength() > 0 && IsList(json[0]);
        float[][] vectors = isOfTokens ? [.. json.EnumerateArray().Select(ReadVector)] : [ReadVector(json)];
        return Array.TrueForAll(vectors, vector => Array.TrueForAll(vector, float.IsFinite))
            ? new HfEmbedding
            {
                Text = text,
                Index = index,
                Embedding = isOfTokens ? [] : vectors[0],
                TokenEmbedding = isOfTokens ? vectors : [],
            }
            : null;
    }

    private static bool IsList(JsonElement json) => json.ValueKind == JsonValueKind.Array;

    private static float[] ReadVector(JsonElement json) => VectorReader.Read(json) is { Length: > 0 } vector
        ? vector
        : throw new FormatException("it contains something else than vectors");
}
