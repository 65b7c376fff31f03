namespace HfEndpoints.Emulator;

/// <summary>vLLM's OpenAI-compatible server.</summary>
internal sealed class VllmEngine : IInferenceEngine
{
    private static readonly VllmDialect s_dialect = new();

    private static readonly string[] s_known =
        ["/health", "/version", "/v1/models", "/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses"];

    public int? DefaultPort => 8000;
    public bool Queues(EndpointSpec spec) => true;

    public int Slots(EndpointSpec spec, int allowed) =>
        Math.Min(allowed, spec.Number("maxNumSeqs", "--max-num-seqs", "MAX_NUM_SEQS") ?? allowed);

    public bool AnswersHealth(string route) => route.TrimEnd('/') is "/health" or "/ping";
    public Task HandleAsync(EngineRequest request) => s_dialect.GuardAsync(request.Context, () => RouteAsync(request));

    // vLLM queues, so no request is refused; an overloaded cluster of it would answer this.
    public Task RefuseAsync(HttpContext context) => s_dialect.AnswerErrorAsync(
        context, new EngineException(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableError", "The server is overloaded"));

    private Task RouteAsync(EngineRequest request)
    {
        Task Work(Func<EngineRequest, OpenAiDialect, Task> answer) => request.WithSlotAsync(this, () => answer(request, s_dialect));
        return (request.Method, request.Path) switch
        {
            ("GET", "/health") or (_, "/ping") => Task.CompletedTask,
            ("GET", "/version") => request.Context.AnswerJsonAsync(new JsonObject { ["version"] = new VllmVersion(request.Spec).Text }),
            ("GET", "/load") =>
                request.Context.AnswerJsonAsync(new JsonObject { ["server_load"] = request.Work.Running + request.Work.Waiting }),
            ("GET", "/v1/models") => request.Context.AnswerJsonAsync(Models(request)),
            ("GET", "/metrics") => VllmMetrics.AnswerAsync(request),
            ("POST", "/v1/chat/completions") => Work(ChatCompletions.AnswerAsync),
            ("POST", "/v1/completions") => Work(VllmText.CompleteAsync),
            ("POST", "/v1/responses") => Work(VllmResponses.AnswerAsync),
            ("POST", "/v1/audio/transcriptions") => Work(Transcriptions.AnswerAsync),
            ("POST", "/v1/embeddings") => Work(VllmPooling.EmbedAsync),
            ("POST", "/score" or "/v1/score") => Work(VllmPooling.ScoreAsync),
            ("POST", "/rerank" or "/v1/rerank" or "/v2/rerank") => Work(VllmPooling.RerankAsync),
            ("POST", "/classify") => Work(VllmPooling.ClassifyAsync),
            ("POST", "/tokenize") => VllmText.TokenizeAsync(request, s_dialect),
            ("POST", "/detokenize") => VllmText.DetokenizeAsync(request, s_dialect),
            _ => s_known.Contains(request.Path)
                ? PythonDialect.AnswerWrongMethodAsync(request.Context)
                : PythonDialect.AnswerNotFoundAsync(request.Context),
        };
    }

    private static JsonObject Models(EngineRequest request) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray(
        [
            .. VllmDialect.ServedNames(request.Spec).Select(name => Model(request, name, "/repository", parent: null)),
            .. VllmDialect.Adapters(request.Spec)
                .Select(adapter => Model(request, adapter.Name, adapter.Path, VllmDialect.ServedNames(request.Spec)[0])),
        ]),
    };

    private static JsonObject Model(EngineRequest request, string name, string root, string? parent) => new()
    {
        ["id"] = name,
        ["object"] = "model",
        ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
        ["owned_by"] = "vllm",
        ["root"] = root,
        ["parent"] = parent,
        ["max_model_len"] = s_dialect.ContextTokens(request.Spec),
        ["permission"] = new JsonArray(),
    };
}

/// <summary>What vLLM reports to Prometheus.</summary>
internal static class VllmMetrics
{
    public static Task AnswerAsync(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        string model = VllmDialect.ServedNames(request.Spec)[0];
        return new PrometheusText($"engine=\"0\",model_name=\"{model}\"")
            .Gauge("vllm:num_requests_running", "Number of requests in model execution batches.", running)
            .Gauge("vllm:num_requests_waiting", "Number of requests waiting to be processed.", waiting)
            .Gauge("vllm:kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", Math.Min(1, running / 256.0))
            .Counter("vllm:prompt_tokens_total", "Number of prefill tokens processed.", load.PromptTokens)
            .Counter("vllm:generation_tokens_total", "Number of generation tokens processed.", load.GeneratedTokens)
            .Counter("vllm:request_success_total", "Count of successfully processed requests.", load.Successes)
            .Sum(
                "vllm:e2e_request_latency_seconds",
                "Histogram of e2e request latency in seconds.",
                load.Seconds,
                load.Successes + load.Failures)
            .AnswerAsync(request.Context);
    }
}

/// <summary>Which vLLM an image has, by its tag, and what it knows; a tag without a version stands for a current one.</summary>
internal sealed partial class VllmVersion
{
    private const string Current = "0.27.1";
    private static readonly Version s_withoutNormalize = new(0, 26);
    private static readonly Version s_withReasoning = new(0, 12);
    private static readonly Version s_withoutGuided = new(0, 12);
    private readonly Version _number;

    public VllmVersion(EndpointSpec spec)
    {
        Text = TagPattern().Match(spec.ImageUrl ?? "") is { Success: true } match ? match.Groups[1].Value : Current;
        _number = Version.Parse(Text);
    }

    public string Text { get; }

    /// <summary>Whether the field "normalize" of embeddings is refused, as it was removed.</summary>
    public bool RefusesNormalize => _number >= s_withoutNormalize;

    /// <summary>Whether what a model thought is in "reasoning"; before, it was in "reasoning_content".</summary>
    public bool SaysReasoning => _number >= s_withReasoning;

    /// <summary>Whether constraints have fields of their own, "guided_json" and the like; later they are in "structured_outputs".</summary>
    public bool HasGuidedFields => _number < s_withoutGuided;

    /// <summary>
    /// Whether errors are those of 2026: a route that the model is not made for is 501 instead of 400, a prompt that is too long
    /// has other words, a tool that must be called wants a parser.
    /// </summary>
    public bool HasErrorsOfNow => _number >= s_withoutNormalize;

    [GeneratedRegex(@":v?(\d+\.\d+\.\d+)")]
    private static partial Regex TagPattern();
}
