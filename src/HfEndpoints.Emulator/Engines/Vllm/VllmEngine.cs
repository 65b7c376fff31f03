namespace HfEndpoints.Emulator;

/// <summary>vLLM's OpenAI-compatible server. It queues, so no request is refused; an overloaded cluster of it would answer this.</summary>
internal sealed class VllmEngine() : OpenAiEngine(s_dialect)
{
    private static readonly VllmDialect s_dialect = new();
    public override int? DefaultPort => 8000;

    public override int Slots(EndpointSpec spec, int allowed) =>
        Math.Min(allowed, spec.Number("maxNumSeqs", "--max-num-seqs", "MAX_NUM_SEQS") ?? allowed);

    public override bool AnswersHealth(string route) => route.TrimEnd('/') is "/health" or "/ping";
    protected override EngineException Overloaded => new(503, "ServiceUnavailableError", "The server is overloaded");

    protected override async Task<object?> RouteAsync(EngineRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/health") or (_, "/ping") => null,
        ("GET", "/version") => new { version = new VllmVersion(request.Spec).Text },
        ("GET", "/load") => new { server_load = request.Work.Running + request.Work.Waiting },
        ("GET", "/v1/models") => Models(request),
        ("GET", "/metrics") => Metrics(request),
        ("POST", "/v1/chat/completions") => await WorkAsync(request, ChatCompletions.AnswerAsync),
        ("POST", "/v1/completions") => await WorkAsync(request, VllmText.CompleteAsync),
        ("POST", "/v1/responses") => await WorkAsync(request, VllmResponses.AnswerAsync),
        ("POST", "/v1/audio/transcriptions") => await WithSlotAsync(request, () => Transcriptions.AnswerAsync(request, s_dialect)),
        ("POST", "/v1/embeddings") => await WorkAsync(request, VllmPooling.EmbedAsync),
        ("POST", "/score" or "/v1/score") => await WorkAsync(request, VllmPooling.ScoreAsync),
        ("POST", "/rerank" or "/v1/rerank" or "/v2/rerank") => await WorkAsync(request, VllmPooling.RerankAsync),
        ("POST", "/classify") => await WorkAsync(request, VllmPooling.ClassifyAsync),
        ("POST", "/tokenize") => await ReadAsync(request, VllmText.Tokenize),
        ("POST", "/detokenize") => await ReadAsync(request, VllmText.Detokenize),
        (_, string path) => PythonDialect.NoRoute(path is "/health" or "/version" or "/v1/models" or "/v1/chat/completions"
            or "/v1/completions" or "/v1/embeddings" or "/v1/responses"),
    };

    private static object Models(EngineRequest request)
    {
        IReadOnlyList<string> names = VllmDialect.ServedNames(request.Spec);
        return new
        {
            @object = "list",
            data = names.Select(name => Model(name, "/repository", null)).Concat(
                VllmDialect.Adapters(request.Spec).Select(adapter => Model(adapter.Name, adapter.Path, names[0]))),
        };

        object Model(string id, string root, string? parent) => new
        {
            id,
            @object = "model",
            created = request.Now,
            owned_by = "vllm",
            root,
            parent,
            max_model_len = s_dialect.ContextTokens(request.Spec),
            permission = Array.Empty<object>(),
        };
    }

    private static RawAnswer Metrics(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        return new PrometheusText($"engine=\"0\",model_name=\"{VllmDialect.ServedNames(request.Spec)[0]}\"")
            .Gauge("vllm:num_requests_running", "Number of requests in model execution batches.", running)
            .Gauge("vllm:num_requests_waiting", "Number of requests waiting to be processed.", waiting)
            .Gauge("vllm:kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", Math.Min(1, running / 256.0))
            .Counter("vllm:prompt_tokens_total", "Number of prefill tokens processed.", load.PromptTokens)
            .Counter("vllm:generation_tokens_total", "Number of generation tokens processed.", load.GeneratedTokens)
            .Counter("vllm:request_success_total", "Count of successfully processed requests.", load.Successes)
            .Sum("vllm:e2e_request_latency_seconds", "Histogram of e2e request latency in seconds.", load.Seconds, load.Finished)
            .ToAnswer();
    }
}

/// <summary>Which vLLM an image has, by its tag, and what it knows; a tag without a version stands for a current one.</summary>
internal sealed partial class VllmVersion
{
    private const string Current = "0.27.1";
    private static readonly Version s_of2026 = new(0, 26);
    private static readonly Version s_withReasoning = new(0, 12);
    private readonly Version _number;

    public VllmVersion(EndpointSpec spec)
    {
        Text = TagPattern().Match(spec.ImageUrl ?? "") is { Success: true } match ? match.Groups[1].Value : Current;
        _number = Version.Parse(Text);
    }

    public string Text { get; }

    /// <summary>Whether the field "normalize" of embeddings is refused, as it was removed.</summary>
    public bool RefusesNormalize => HasErrorsOfNow;

    /// <summary>Whether what a model thought is in "reasoning"; before, it was in "reasoning_content".</summary>
    public bool SaysReasoning => _number >= s_withReasoning;

    /// <summary>Whether constraints have fields of their own, "guided_json" and the like; later they are in "structured_outputs".</summary>
    public bool HasGuidedFields => !SaysReasoning;

    /// <summary>
    /// Whether errors are those of 2026: a route that the model is not made for is 501 instead of 400, a prompt that is too long
    /// has other words, a tool that must be called wants a parser.
    /// </summary>
    public bool HasErrorsOfNow => _number >= s_of2026;

    [GeneratedRegex(@":v?(\d+\.\d+\.\d+)")]
    private static partial Regex TagPattern();
}
