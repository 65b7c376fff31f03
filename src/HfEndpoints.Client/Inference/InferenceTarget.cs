namespace HfEndpoints.Client.Inference;

/// <summary>A deployed endpoint to send prompts to.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="SendToken">
/// True if the service itself named this address, or the caller vouches for it; null sends the token only to the
/// session's hosts and to Hugging Face's own endpoints; false never.
/// </param>
/// <param name="Name">Its name for messages; null uses the address.</param>
public sealed record InferenceTarget(Uri Uri, bool? SendToken = null, string? Name = null)
{
    // The longer ones first, for they end in shorter ones.
    private static readonly string[] s_openAiRoutes =
    [
        "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/rerank", "/v2/rerank", "/v1/score", "/v1/responses",
        "/v1/models", "/v1/audio/transcriptions", "/v1", "/chat/completions",
    ];

    private static readonly string[] s_ownRoutes =
    [
        "/generate", "/generate_stream", "/completion", "/completions", "/embed", "/embed_all", "/embed_sparse", "/embedding",
        "/embeddings", "/rerank", "/reranking", "/similarity", "/score", "/tokenize", "/info", "/health",
    ];

    private readonly string _path = PathOf(Uri);

    // What the address ends with; null for one the service named, which may end in any word.
    private readonly string? _route = Name is null ? RouteOf(PathOf(Uri)) : null;


    /// <summary>Its address.</summary>
    public Uri Uri { get; init; } = UriPath.Settle(Uri);

    /// <summary>The program that serves there, where that is known: it is not asked then what it is.</summary>
    public ServerEngine Engine { get; init; }

    /// <summary>What it costs per hour, in USD, for the estimate of a batch; null if that is not known.</summary>
    public decimal? UsdPerHour { get; init; }

    internal string Label => Name is null ? $"'{Uri.GetLeftPart(UriPartial.Path)}'" : $"endpoint '{Name}'";

    /// <summary>Where the server's routes begin: an address that was given may name one of them.</summary>
    internal Uri Root { get; } = Name is null && RouteOf(PathOf(Uri)) is { } route
        ? UriPath.Settle(new($"{PathOf(Uri)[..^route.Length]}/{Uri.Query}"))
        : Uri;

    /// <summary>The same for each way to write the address of a server.</summary>
    internal string Key => Root.AbsoluteUri.TrimEnd('/');

    /// <summary>The address of one of the server's own routes; the address's query, if any, is kept.</summary>
    /// <param name="route">The route, without a slash in front.</param>
    internal Uri ServerRoute(string route) =>
        _path.EndsWith('/' + route, StringComparison.Ordinal) && _route is not null
            ? Uri
            : new($"{_path[..^(_route?.Length ?? 0)]}/{route}{Uri.Query}");

    /// <summary>
    /// The address of an OpenAI-compatible route. An address that names the route already is taken as it is, whatever
    /// stands before it.
    /// </summary>
    /// <param name="route">The route below <c>/v1</c>, without a slash in front.</param>
    internal Uri OpenAiRoute(string route) =>
        _path.EndsWith('/' + route, StringComparison.Ordinal) && _route is "/chat/completions" ? Uri : ServerRoute("v1/" + route);

    /// <summary>Whether the address itself is one of the OpenAI-compatible routes, or where they begin.</summary>
    internal bool IsOpenAi => _route is not null && s_openAiRoutes.Contains(_route);

    /// <summary>
    /// The address of an endpoint that can answer, or will once it is woken. An endpoint that is paused, failed or
    /// not yet deployed is an error here, before a prompt is sent.
    /// </summary>
    /// <param name="endpoint">The endpoint as it is now.</param>
    /// <param name="allowPending">Whether the request waits for an endpoint's first deployment.</param>
    /// <returns>The address.</returns>
    /// <exception cref="HfException">It can't answer.</exception>
    public static InferenceTarget FromEndpoint(HfInferenceEndpoint endpoint, bool allowPending = false)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        string? state = endpoint.Status;
        if (EndpointStates.Is(state, EndpointStates.Failed))
        {
            throw new HfException(
                HfErrorKind.EndpointFailed, $"Endpoint '{endpoint.Name}' failed: {EndpointStates.Explain(endpoint)}")
            {
                Endpoint = endpoint.Name,
                Namespace = endpoint.Namespace,
            };
        }

        if (EndpointStates.Is(state, EndpointStates.Paused)
            || (EndpointStates.Is(state, EndpointStates.Pending) && !allowPending)
            || !Uri.TryCreate(endpoint.Url, UriKind.Absolute, out Uri? url))
        {
            string what = EndpointStates.Is(state, EndpointStates.Paused) ? "is paused" : $"is not deployed yet ({state})";
            throw new HfException(HfErrorKind.EndpointNotRunning, $"Endpoint '{endpoint.Name}' {what}.")
            {
                Endpoint = endpoint.Name,
                Namespace = endpoint.Namespace,
            };
        }

        string? image = endpoint.Json.Member("model")?.Member("image") is { ValueKind: JsonValueKind.Object } kinds
            ? kinds.EnumerateObject().Select(kind => kind.Name).FirstOrDefault()
            : null;
        return new InferenceTarget(url, SendToken: true, endpoint.Name) { Engine = EngineOf(image) };
    }

    /// <summary>The program that an image of the service contains.</summary>
    /// <param name="image">The image's kind, such as <c>tgi</c> or <c>vLLM</c>.</param>
    /// <returns>The program; unknown for a custom image.</returns>
    public static ServerEngine EngineOf(string? image) => image?.ToUpperInvariant() switch
    {
        "TGI" or "TGINEURON" => ServerEngine.Tgi,
        "TEI" => ServerEngine.Tei,
        "VLLM" or "VLLMNEURON" => ServerEngine.Vllm,
        "SGLANG" => ServerEngine.Sglang,
        "LLAMACPP" => ServerEngine.LlamaCpp,
        "HUGGINGFACE" or "HUGGINGFACENEURON" => ServerEngine.Toolkit,
        _ => ServerEngine.Unknown,
    };

    private static string? RouteOf(string path) =>
        s_openAiRoutes.Concat(s_ownRoutes).FirstOrDefault(route => path.EndsWith(route, StringComparison.Ordinal));

    private static string PathOf(Uri uri) => UriPath.Settle(uri).GetLeftPart(UriPartial.Path).TrimEnd('/');
}
