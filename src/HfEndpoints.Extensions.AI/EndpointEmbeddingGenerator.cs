namespace HfEndpoints.Extensions.AI;

/// <summary>Embeddings by an endpoint, in requests of as many texts as its server takes.</summary>
internal sealed class EndpointEmbeddingGenerator(EndpointLookUp<EmbeddingClient> endpoint, InferenceOptions? inference)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] texts = [.. values];
        EmbeddingClient client = await endpoint.GetAsync(cancellationToken).ConfigureAwait(false);
        int size = texts.Length < 2 ? 1 : await client.GetBatchSizeAsync(inference, cancellationToken).ConfigureAwait(false);
        var parameters = new EmbeddingParameters { Dimensions = options?.Dimensions };
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(texts.Length);
        foreach (string[] part in texts.Chunk(size))
        {
            IReadOnlyList<ItemResult<HfEmbedding>> results =
                await client.EmbedAsync(part, parameters, inference, cancellationToken).ConfigureAwait(false);
            embeddings.AddRange(results.Select(result => new Embedding<float>(result.GetValue().Embedding)
            {
                CreatedAt = DateTimeOffset.UtcNow,
                ModelId = options?.ModelId,
            }));
        }

        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("huggingface", endpoint.Uri)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    // The connections belong to the process.
    public void Dispose()
    {
    }
}
