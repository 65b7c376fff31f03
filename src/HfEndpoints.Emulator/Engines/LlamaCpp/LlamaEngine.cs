namespace HfEndpoints.Emulator;

/// <summary>llama.cpp's llama-server. Requests wait for a slot, so none is refused for lack of one.</summary>
internal sealed class LlamaEngine() : OpenAiEngine(s_dialect)
{
    /// <summary>Has the server behind a running endpoint answer as if it still read its model, as after a crash.</summary>
    private const string LoadingTag = "emulator:server-loading";
    private const string Page = "<!doctype html><title>llama.cpp</title><p>llama-server has its web page here.</p>";
    private const int DefaultParallel = 4;
    private static readonly LlamaDialect s_dialect = new();
    public override int? DefaultPort => 8080;
    public override int Slots(EndpointSpec spec, int allowed) => Math.Min(allowed, Parallel(spec));

    public static int Parallel(EndpointSpec spec) =>
        Math.Max(1, spec.Number("nParallel", "--parallel", "LLAMA_ARG_N_PARALLEL") ?? DefaultParallel);

    public override bool AnswersHealth(string route) => route is "/" or "/health" or "/v1/health";
    protected override EngineException Overloaded => Unavailable("no slot available");

    protected override async Task<object?> RouteAsync(EngineRequest request)
    {
        Refuse.If(request.Spec.HasTag(LoadingTag), () => Unavailable("Loading model"));
        return (request.Method, request.Path) switch
        {
            ("GET", "/") => new RawAnswer(Page, ContentType: "text/html; charset=utf-8"),
            ("GET", "/metrics") => LlamaState.Metrics(request),
            ("GET", "/health" or "/v1/health") => new { status = "ok" },
            ("GET", "/props") => LlamaState.Props(request, s_dialect),
            ("GET", "/slots") => LlamaState.Slots(request, s_dialect),
            ("GET", "/models" or "/v1/models") => LlamaState.Models(request, s_dialect),
            ("POST", "/completion" or "/completions") => await WorkAsync(request, LlamaCompletion.AnswerAsync),
            ("POST", "/v1/completions") => await WorkAsync(request, TextCompletions.AnswerAsync),
            ("POST", "/chat/completions" or "/v1/chat/completions") => await WorkAsync(request, ChatCompletions.AnswerAsync),
            ("POST", "/embedding" or "/embeddings") => await WorkAsync(request, LlamaPooling.EmbedAsync),
            ("POST", "/v1/embeddings") => await WorkAsync(request, LlamaPooling.EmbedForOpenAiAsync),
            ("POST", "/rerank" or "/reranking" or "/v1/rerank" or "/v1/reranking") => await WorkAsync(request, LlamaPooling.RerankAsync),
            ("POST", "/v1/audio/transcriptions" or "/infill") => throw LlamaDialect.NotSupported("This model does not support that route"),
            ("GET", "/lora-adapters") => Array.Empty<object>(),
            ("POST", "/tokenize") => await ReadAsync(request, LlamaText.Tokenize),
            ("POST", "/detokenize") => await ReadAsync(request, (_, fields) =>
                new { content = JsonFields.Decode(fields.List("tokens") ?? []) }),
            ("POST", "/apply-template") => await ReadAsync(request, (_, fields) =>
                new { prompt = s_dialect.Prompt(request, new OpenAiChatRequest(fields)) }),
            _ => throw new EngineException(404, "not_found_error", "File Not Found"),
        };
    }

    public static EngineException Unavailable(string message) => new(503, "unavailable_error", message);
}

/// <summary>What llama-server reports about itself.</summary>
internal static class LlamaState
{
    /// <summary>The settings of a text when the request has none.</summary>
    public static readonly object Settings = new
    {
        n_predict = -1,
        seed = 4294967295,
        temperature = 0.8,
        top_k = 40,
        top_p = 0.95,
        min_p = 0.05,
        typical_p = 1.0,
        repeat_last_n = 64,
        repeat_penalty = 1.0,
        presence_penalty = 0.0,
        frequency_penalty = 0.0,
        stop = Array.Empty<string>(),
        stream = true,
        n_probs = 0,
    };

    public static object Props(EngineRequest request, OpenAiDialect dialect) => new
    {
        default_generation_settings = new { @params = Settings, n_ctx = dialect.ContextTokens(request.Spec) },
        total_slots = LlamaEngine.Parallel(request.Spec),
        model_alias = request.Spec.Repository,
        model_path = $"/repository/{request.Spec.Image["modelPath"]?.ToString() ?? "model.gguf"}",
        modalities = new { vision = dialect.Sees(request), audio = false },
        chat_template =
            "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}",
        bos_token = "<s>",
        eos_token = "</s>",
        build_info = new LlamaBuild(request.Spec).Text,
    };

    public static object Slots(EngineRequest request, OpenAiDialect dialect)
    {
        int running = request.Work.Running;
        int total = LlamaEngine.Parallel(request.Spec);
        Refuse.If(
            request.Context.Request.Query["fail_on_no_slot"] == "1" && running >= total,
            () => LlamaEngine.Unavailable("no slot available"));
        return Enumerable.Range(0, total).Select(id => new
        {
            id,
            n_ctx = dialect.ContextTokens(request.Spec),
            speculative = false,
            is_processing = id < running,
            @params = Settings,
            next_token = new[] { new { has_next_token = id < running, has_new_line = false, n_remain = -1, n_decoded = 0 } },
        });
    }

    public static RawAnswer Metrics(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        double rate = load.Seconds > 0 ? load.GeneratedTokens / load.Seconds : 0;
        return new PrometheusText()
            .Counter("llamacpp:prompt_tokens_total", "Number of prompt tokens processed.", load.PromptTokens)
            .Counter("llamacpp:tokens_predicted_total", "Number of generation tokens processed.", load.GeneratedTokens)
            .Counter("llamacpp:tokens_predicted_seconds_total", "Predict process time", load.Seconds)
            .Counter("llamacpp:n_decode_total", "Total number of llama_decode() calls", load.GeneratedTokens + load.Requests)
            .Gauge("llamacpp:predicted_tokens_seconds", "Average generation throughput in tokens/s.", rate)
            .Gauge("llamacpp:requests_processing", "Number of requests processing.", running)
            .Gauge("llamacpp:requests_deferred", "Number of requests deferred.", waiting)
            .ToAnswer();
    }

    public static object Models(EngineRequest request, OpenAiDialect dialect)
    {
        string name = request.Spec.Repository;
        var meta = new { n_ctx_train = dialect.ContextTokens(request.Spec), n_embd = ToyModels.Dimensions };
        return new
        {
            models = new[] { new { name, model = name, type = "model" } },
            @object = "list",
            data = new[] { new { id = name, @object = "model", created = request.Now, owned_by = "llamacpp", meta } },
        };
    }
}

/// <summary>What the server was started for: one of text, embeddings and reranking.</summary>
internal static class LlamaMode
{
    public const string Completions = "completions";
    public const string Embeddings = "embeddings";
    public const string Reranking = "reranking";

    public static string Find(EndpointSpec spec) => Is(spec, Reranking, "LLAMA_ARG_RERANKING", "--reranking", "--rerank") ? Reranking
        : Is(spec, Embeddings, "LLAMA_ARG_EMBEDDINGS", "--embeddings", "--embedding") ? Embeddings
        : Completions;

    private static bool Is(EndpointSpec spec, string mode, string variable, params string[] flags) =>
        spec.Image["mode"]?.GetValue<string>() == mode || flags.Any(spec.HasFlag) || spec.Environment(variable) is not null;
}

/// <summary>
/// Which build of llama.cpp an image has, by its tag, and how it answers; a tag without a number stands for a current one.
/// </summary>
internal sealed partial class LlamaBuild(EndpointSpec spec)
{
    private const int Current = 10587;

    /// <summary>The first build of the ones that answer as those of 2026 do.</summary>
    private const int FirstOfNow = 7000;

    private readonly int _number = TagPattern().Match(spec.ImageUrl ?? "") is { Success: true } match
        ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
        : Current;

    /// <summary>As the server reports it: the number and the commit.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"b{_number}-{(IsOld ? "13002a08" : "9c2a4c5e")}");

    /// <summary>
    /// Whether the build is of 2025 or before: errors in a stream are a field of the name "error" instead of data, a route that
    /// the server was not started for answers 501, and a request can't have several answers.
    /// </summary>
    public bool IsOld => _number < FirstOfNow;

    [GeneratedRegex(@":server(?:-[a-z0-9]+)*-b(\d{4,6})$")]
    private static partial Regex TagPattern();
}
