namespace HfEndpoints.Client.Batches;

/// <summary>
/// Embeddings, by any route of the server. An input that is not a text or a list of texts, or that has unknown
/// parameters, is sent as it is.
/// </summary>
internal sealed class EmbeddingJobs(EmbeddingClient client, IJobKind asItIs) : IJobKind
{
    public async Task<BatchAnswer> AnswerAsync(BatchJob job, InferenceOptions options, CancellationToken cancellationToken)
    {
        if (TextsOf(job.Input) is not { } texts || ReadParameters(job.Parameters) is not { } parameters)
        {
            return await asItIs.AnswerAsync(job, options, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<ItemResult<HfEmbedding>> embeddings = await client
            .EmbedAsync(texts, parameters, options, cancellationToken)
            .ConfigureAwait(false);
        JsonArray[] vectors = [.. embeddings.Select(embedding => ToJson(embedding.GetValue()))];
        return new BatchAnswer(job.Input is JsonArray ? new JsonArray([.. vectors]) : vectors[0]);
    }

    private static string[]? TextsOf(JsonNode input) => input switch
    {
        JsonValue value when value.TryGetValue(out string? text) => [text],
        JsonArray { Count: > 0 } list when list.All(item => item?.GetValueKind() == JsonValueKind.String) =>
            [.. list.Select(item => item!.GetValue<string>())],
        _ => null,
    };

    private static EmbeddingParameters? ReadParameters(JsonObject parameters)
    {
        try
        {
            EmbeddingParameters read = parameters.Deserialize(HfJson.InSnakeCase.EmbeddingParameters)!;
            JsonNode? known = JsonSerializer.SerializeToNode(read, HfJson.InSnakeCase.EmbeddingParameters);
            return known?.AsObject().Count == parameters.Count ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonArray ToJson(HfEmbedding embedding) => embedding.TokenEmbedding.Length > 0
        ? new JsonArray([.. embedding.TokenEmbedding.Select(ToJson)])
        : ToJson(embedding.Embedding);

    private static JsonArray ToJson(float[] vector) => new([.. vector.Select(value => (JsonNode)JsonValue.Create(value))]);
}
