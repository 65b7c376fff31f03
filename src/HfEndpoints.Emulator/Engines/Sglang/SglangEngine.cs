namespace HfEndpoints.Emulator;

/// <summary>SGLang's server. Its queue has no end unless --max-queued-requests sets one.</summary>
internal sealed class SglangEngine() : OpenAiEngine(s_dialect)
{
    private const string Version = "0.5.17";

    /// <summary>What the scheduler keeps of the context besides the longest prompt it takes.</summary>
    private const int ReservedTokens = 6;
    private static readonly SglangDialect s_dialect = new();
    public override int? DefaultPort => 30000;

    public override int Slots(EndpointSpec spec, int allowed) =>
        Math.Min(allowed, spec.Number("maxRunningRequests", "--max-running-requests", "MAX_RUNNING_REQUESTS") ?? allowed);

    public override int? MostWaiting(EndpointSpec spec) => spec.Number(null, "--max-queued-requests", "MAX_QUEUED_REQUESTS");
    public override bool AnswersHealth(string route) => route.TrimEnd('/') is "/health" or "/health_generate" or "/ping";
    protected override EngineException Overloaded => QueueFull("503");
    protected override EngineException OverloadedInStream => QueueFull("SERVICE_UNAVAILABLE");

    protected override async Task<object?> RouteAsync(EngineRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/") => "SGLang is running",
        ("GET", "/health" or "/health_generate" or "/ping") => null,
        ("GET", "/get_model_info" or "/model_info") => new
        {
            model_path = "/repository",
            tokenizer_path = "/repository",
            is_generation = request.Card.Kind == ModelKind.Generator,
            preferred_sampling_params = (object?)null,
            weight_version = "default",
        },
        ("GET", "/get_server_info" or "/server_info") => ServerInfo(request),
        ("GET", "/v1/models") => Models(request),
        ("GET", "/metrics") => Metrics(request),
        ("POST" or "PUT", "/generate") => await WithSlotAsync(request, () => SglangGenerate.AnswerAsync(request, s_dialect)),
        ("POST", "/v1/chat/completions") => await WorkAsync(request, ChatCompletions.AnswerAsync),
        ("POST", "/v1/completions") => await WorkAsync(request, TextCompletions.AnswerAsync),
        ("POST", "/v1/audio/transcriptions") => await WithSlotAsync(request, () => Transcriptions.AnswerAsync(request, s_dialect)),
        ("POST", "/v1/embeddings") => await WorkAsync(request, SglangPooling.EmbedAsync),
        ("POST", "/v1/rerank") => await WorkAsync(request, SglangPooling.RerankAsync),
        ("POST", "/tokenize" or "/v1/tokenize") => await ReadAsync(request, SglangPooling.Tokenize),
        ("POST", "/detokenize" or "/v1/detokenize") => await ReadAsync(request, SglangPooling.Detokenize),
        (_, string path) => PythonDialect.NoRoute(
            path is "/" or "/generate" or "/v1/chat/completions" or "/v1/completions" or "/v1/models" or "/health"),
    };

    private static EngineException QueueFull(string type) => new(503, type, "The request queue is full.");

    private object ServerInfo(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        return new
        {
            model_path = "/repository",
            tokenizer_path = "/repository",
            served_model_name = ServedName(request),
            host = "0.0.0.0",
            port = DefaultPort,
            is_embedding = request.Card.Kind != ModelKind.Generator,
            context_length = s_dialect.ContextTokens(request.Spec),
            max_req_input_len = s_dialect.ContextTokens(request.Spec) - ReservedTokens,
            max_running_requests = Slots(request.Spec, request.Services.Options.MaxConcurrent),
            tp_size = request.Spec.Number("tensorParallelSize", "--tp", "TP_SIZE") ?? 1,
            internal_states = new[] { new { num_running_reqs = running, num_queue_reqs = waiting, last_gen_throughput = 0.0 } },
            version = Version,
        };
    }

    private static object Models(EngineRequest request)
    {
        var model = new
        {
            id = ServedName(request),
            @object = "model",
            created = request.Now,
            owned_by = "sglang",
            root = ServedName(request),
            parent = (string?)null,
            max_model_len = s_dialect.ContextTokens(request.Spec),
        };
        return new { @object = "list", data = new[] { model } };
    }

    private static string ServedName(EngineRequest request) => request.Spec.Argument("--served-model-name") ?? request.Spec.Repository;

    private static RawAnswer Metrics(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        return new PrometheusText($"model_name=\"{ServedName(request)}\"")
            .Gauge("sglang:num_running_reqs", "The number of running requests.", running)
            .Gauge("sglang:num_queue_reqs", "The number of requests in the waiting queue.", waiting)
            .Counter("sglang:prompt_tokens_total", "Number of prefill tokens processed.", load.PromptTokens)
            .Counter("sglang:generation_tokens_total", "Number of generation tokens processed.", load.GeneratedTokens)
            .Counter("sglang:num_requests_total", "Number of requests processed.", load.Finished)
            .Sum("sglang:e2e_request_latency_seconds", "Histogram of End-to-end request latency in seconds", load.Seconds, load.Finished)
            .ToAnswer();
    }
}
