namespace HfEndpoints.Emulator;

/// <summary>SGLang's server.</summary>
internal sealed class SglangEngine : IInferenceEngine
{
    private const string Version = "0.5.17";

    /// <summary>What the scheduler keeps of the context besides the longest prompt it takes.</summary>
    private const int ReservedTokens = 6;
    private static readonly SglangDialect s_dialect = new();
    public int? DefaultPort => 30000;
    public bool Queues(EndpointSpec spec) => true;

    public int Slots(EndpointSpec spec, int allowed) =>
        Math.Min(allowed, spec.Number("maxRunningRequests", "--max-running-requests", "MAX_RUNNING_REQUESTS") ?? allowed);

    public int? MostWaiting(EndpointSpec spec) => spec.Number(null, "--max-queued-requests", "MAX_QUEUED_REQUESTS");
    public bool AnswersHealth(string route) => route.TrimEnd('/') is "/health" or "/health_generate" or "/ping";
    public Task HandleAsync(EngineRequest request) => s_dialect.GuardAsync(request.Context, () => RouteAsync(request));

    // Its queue has no end unless --max-queued-requests sets one.
    public Task RefuseAsync(HttpContext context) => s_dialect.AnswerErrorAsync(context, QueueFull("503"));

    private Task RouteAsync(EngineRequest request)
    {
        Task Work(Func<EngineRequest, SglangDialect, Task> answer) =>
            request.WithSlotAsync(this, () => answer(request, s_dialect), () => RefuseAsync(request));
        return (request.Method, request.Path) switch
        {
            ("GET", "/") => request.Context.AnswerTextAsync("SGLang is running"),
            ("GET", "/health" or "/health_generate" or "/ping") => Task.CompletedTask,
            ("GET", "/get_model_info" or "/model_info") => request.Context.AnswerJsonAsync(ModelInfo(request)),
            ("GET", "/get_server_info" or "/server_info") => request.Context.AnswerJsonAsync(ServerInfo(request)),
            ("GET", "/v1/models") => request.Context.AnswerJsonAsync(Models(request)),
            ("GET", "/metrics") => MetricsAsync(request),
            ("POST" or "PUT", "/generate") => Work(SglangGenerate.AnswerAsync),
            ("POST", "/v1/chat/completions") => Work(ChatCompletions.AnswerAsync),
            ("POST", "/v1/completions") => Work(TextCompletions.AnswerAsync),
            ("POST", "/v1/audio/transcriptions") => request.WithSlotAsync(this, () => Transcriptions.AnswerAsync(request, s_dialect)),
            ("POST", "/v1/embeddings") => Work(SglangPooling.EmbedAsync),
            ("POST", "/v1/rerank") => Work(SglangPooling.RerankAsync),
            ("POST", "/tokenize" or "/v1/tokenize") => SglangPooling.TokenizeAsync(request, s_dialect),
            ("POST", "/detokenize" or "/v1/detokenize") => SglangPooling.DetokenizeAsync(request, s_dialect),
            _ => request.Path is "/" or "/generate" or "/v1/chat/completions" or "/v1/completions" or "/v1/models" or "/health"
                ? PythonDialect.AnswerWrongMethodAsync(request.Context)
                : PythonDialect.AnswerNotFoundAsync(request.Context),
        };
    }

    /// <summary>A stream has answered 200 before the scheduler looks at its queue, so there the refusal is an event.</summary>
    private async Task RefuseAsync(EngineRequest request)
    {
        JsonObject body = await s_dialect.ReadBodyAsync(request);
        await (body["stream"]?.ToString() == "true"
            ? s_dialect.RefuseInStreamAsync(request, QueueFull("SERVICE_UNAVAILABLE"))
            : RefuseAsync(request.Context));
    }

    private static EngineException QueueFull(string type) =>
        new(StatusCodes.Status503ServiceUnavailable, type, "The request queue is full.");

    private static JsonObject ModelInfo(EngineRequest request) => new()
    {
        ["model_path"] = "/repository",
        ["tokenizer_path"] = "/repository",
        ["is_generation"] = request.Card.Kind == ModelKind.Generator,
        ["preferred_sampling_params"] = null,
        ["weight_version"] = "default",
    };

    private JsonObject ServerInfo(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        return new JsonObject
        {
            ["model_path"] = "/repository",
            ["tokenizer_path"] = "/repository",
            ["served_model_name"] = ServedName(request),
            ["host"] = "0.0.0.0",
            ["port"] = DefaultPort,
            ["is_embedding"] = request.Card.Kind != ModelKind.Generator,
            ["context_length"] = s_dialect.ContextTokens(request.Spec),
            ["max_req_input_len"] = s_dialect.ContextTokens(request.Spec) - ReservedTokens,
            ["max_running_requests"] = Slots(request.Spec, request.Services.Options.MaxConcurrent),
            ["tp_size"] = request.Spec.Number("tensorParallelSize", "--tp", "TP_SIZE") ?? 1,
            ["internal_states"] = new JsonArray(
                new JsonObject { ["num_running_reqs"] = running, ["num_queue_reqs"] = waiting, ["last_gen_throughput"] = 0.0 }),
            ["version"] = Version,
        };
    }

    private static JsonObject Models(EngineRequest request) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray(new JsonObject
        {
            ["id"] = ServedName(request),
            ["object"] = "model",
            ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
            ["owned_by"] = "sglang",
            ["root"] = ServedName(request),
            ["parent"] = null,
            ["max_model_len"] = s_dialect.ContextTokens(request.Spec),
        }),
    };

    private static string ServedName(EngineRequest request) => request.Spec.Argument("--served-model-name") ?? request.Spec.Repository;

    private static Task MetricsAsync(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        return new PrometheusText($"model_name=\"{ServedName(request)}\"")
            .Gauge("sglang:num_running_reqs", "The number of running requests.", running)
            .Gauge("sglang:num_queue_reqs", "The number of requests in the waiting queue.", waiting)
            .Counter("sglang:prompt_tokens_total", "Number of prefill tokens processed.", load.PromptTokens)
            .Counter("sglang:generation_tokens_total", "Number of generation tokens processed.", load.GeneratedTokens)
            .Counter("sglang:num_requests_total", "Number of requests processed.", load.Successes + load.Failures)
            .Sum(
                "sglang:e2e_request_latency_seconds",
                "Histogram of End-to-end request latency in seconds",
                load.Seconds,
                load.Successes + load.Failures)
            .AnswerAsync(request.Context);
    }
}
