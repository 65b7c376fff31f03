using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Batches;

/// <summary>
/// Vectors of texts, by whichever route the server has. What is no single text, or has parameters of another name, is sent
/// as it is.
/// </summary>
internal sealed class EmbeddingJobs(EmbeddingClient client, IBatchTask asItIs) : IBatchTask
{
    public async Task<BatchAnswer> AnswerAsync(
        BatchJob job, InferenceOptions options, CancellationToken cancellationToken)
    {
        if (job.Input.GetValueKind() != JsonValueKind.String || ReadParameters(job.Parameters) is not { } parameters)
        {
            return await asItIs.AnswerAsync(job, options, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<TextEmbedding> embeddings = await client
            .EmbedAsync([job.Input.GetValue<string>()], parameters, options, cancellationToken)
            .ConfigureAwait(false);
        TextEmbedding embedding = embeddings[0];
        return embedding.Error is { } error ? throw error
            : new BatchAnswer(embedding.Tokens.Count > 0
                ? new JsonArray([.. embedding.Tokens.Select(ToJson)])
                : ToJson(embedding.Vector));
    }

    private static EmbeddingParameters? ReadParameters(JsonObject parameters)
    {
        try
        {
            EmbeddingParameters read = parameters.Deserialize(HfJson.Context.EmbeddingParameters)!;
            JsonNode? known = JsonSerializer.SerializeToNode(read, HfJson.Context.EmbeddingParameters);
            return known?.AsObject().Count == parameters.Count ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonArray ToJson(IReadOnlyList<float> vector) =>
        new([.. vector.Select(value => (JsonNode)JsonValue.Create(value))]);
}
