namespace HfEndpoints.Emulator;

/// <summary>What the server was started for: one of text, embeddings and reranking.</summary>
internal static class LlamaMode
{
    public const string Completions = "completions";
    public const string Embeddings = "embeddings";
    public const string Reranking = "reranking";

    public static string Find(EndpointSpec spec)
    {
        string? mode = spec.Image["mode"]?.GetValue<string>();
        if (mode == Reranking || spec.HasFlag("--reranking") || spec.HasFlag("--rerank")
            || spec.Environment("LLAMA_ARG_RERANKING") is not null)
        {
            return Reranking;
        }

        return mode == Embeddings
            || spec.HasFlag("--embeddings")
            || spec.HasFlag("--embedding")
            || spec.Environment("LLAMA_ARG_EMBEDDINGS") is not null
            ? Embeddings
            : Completions;
    }
}
