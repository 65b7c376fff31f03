namespace HfEndpoints.Emulator;

/// <summary>
/// How the server was started. From 1.9 on it cuts inputs that are too long unless started otherwise, and refuses a batch that is
/// too big with 422 instead of 413. An image whose tag names no version is taken for an earlier one.
/// </summary>
internal sealed partial class TeiSettings(EndpointSpec spec)
{
    /// <summary>How many tokens of a text the model takes, as most embedding models.</summary>
    public const int MaxInputLength = 512;
    private const string DefaultVersion = "1.8.3";

    public string Version { get; } = VersionPattern()
        .Match(spec.ImageUrl ?? "") is { Success: true } match ? match.Groups[1].Value : DefaultVersion;

    public string Repository => spec.Repository;
    public ModelCard Card { get; } = new(spec.Repository, spec.Task);

    /// <summary>Whether the task of the endpoint is to compare sentences, which changes the route at /.</summary>
    public bool ComparesSentences => spec.Task == "sentence-similarity" || spec.Environment("TASK") == "sentence-similarity";
    public int MaxBatch => spec.Number(null, "--max-client-batch-size", "MAX_CLIENT_BATCH_SIZE") ?? 32;
    public int MaxBatchTokens => spec.Number("maxBatchTokens", "--max-batch-tokens", "MAX_BATCH_TOKENS") ?? 16384;
    public int MaxConcurrent => spec.Number("maxConcurrentRequests", "--max-concurrent-requests", "MAX_CONCURRENT_REQUESTS") ?? 512;

    public bool TruncatesByDefault => (spec.Argument("--auto-truncate") ?? spec.Environment("AUTO_TRUNCATE")) switch
    {
        "true" => true,
        "false" => false,
        _ => IsNew || spec.HasFlag("--auto-truncate"),
    };

    public string Pooling => Card.Kind == ModelKind.SparseEmbedder ? "splade" : spec.Image["pooling"]?.ToString() ?? "mean";

    public TeiException Invalid(string message) => new(IsNew ? 422 : 413, "Validation", message);

    private bool IsNew =>
        int.Parse(Version.Split('.')[1], CultureInfo.InvariantCulture) >= 9 || !Version.StartsWith("1.", StringComparison.Ordinal);

    [GeneratedRegex(@":(?:[a-z]+-|[a-z0-9]+-)?(\d+\.\d+(?:\.\d+)?)")]
    private static partial Regex VersionPattern();
}

/// <summary>An error as text-embeddings-inference reports it.</summary>
internal sealed class TeiException(int status, string errorType, string message) : EngineException(status, errorType, message)
{
    public static TeiException Empty(string message) => new(400, "Empty", message);
    public static TeiException Backend(string message) => new(424, "Backend", $"Backend error: {message}");
    public static TeiException Overloaded() => new(429, "Overloaded", "Model is overloaded");
}
