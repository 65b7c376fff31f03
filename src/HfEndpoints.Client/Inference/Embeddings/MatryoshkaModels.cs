namespace HfEndpoints.Client.Inference;

/// <summary>
/// The models whose vectors may be cut: they were trained so that the first components of a vector are a vector of their
/// own (Matryoshka representation learning). A vector of any other model loses its meaning when it is cut.
/// </summary>
internal static class MatryoshkaModels
{
    private static readonly string[] s_names =
    [
        "nomic-embed-text-v1.5", "nomic-embed-text-v2", "mxbai-embed-large", "mxbai-embed-2d", "Qwen3-Embedding",
        "embeddinggemma", "arctic-embed-m-v1.5", "arctic-embed-m-v2", "arctic-embed-l-v2", "jina-embeddings-v3",
        "jina-embeddings-v4", "jina-embeddings-v5", "voyage-4", "gte-modernbert-matryoshka", "matryoshka",
    ];

    /// <summary>Whether a model, named by its repository or its file, is one of them.</summary>
    public static bool Contains(string model) => s_names.Any(name => model.Contains(name, StringComparison.OrdinalIgnoreCase));
}
