namespace HfEndpoints.Client.Inference;

/// <summary>How many texts one request may have.</summary>
internal static class BatchLimit
{
    // The default of Text Embeddings Inference, which similar servers also accept.
    private const int Default = 32;

    // These have no limit of their own; it keeps requests at a size at which a failure costs little.
    private const int OpenAi = 128;

    // How many requests usually run at once.
    private const int Parallel = 8;

    /// <summary>
    /// The number of texts. Text Embeddings Inference counts texts, not requests, when it decides whether it is full, so
    /// that what runs at once must fit into its limit together.
    /// </summary>
    public static int For(HfServerInfo info)
    {
        int limit = info.MaxBatchSize ?? (ServerEngines.IsOpenAi(info) ? OpenAi : Default);
        return Math.Max(1, info.Kind == ServerEngine.Tei && info.MaxConcurrentRequests is { } permits
            ? Math.Min(limit, permits / Parallel)
            : limit);
    }
}
