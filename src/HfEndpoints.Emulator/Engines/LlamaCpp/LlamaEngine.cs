namespace HfEndpoints.Emulator;

/// <summary>llama.cpp's llama-server.</summary>
internal sealed class LlamaEngine : IInferenceEngine
{
    /// <summary>Has the server behind a running endpoint answer as if it still read its model, as after a crash.</summary>
    public const string LoadingTag = "emulator:server-loading";
    private const int DefaultParallel = 4;
    private static readonly LlamaDialect s_dialect = new();
    public int? DefaultPort => 8080;
    public bool Queues(EndpointSpec spec) => true;
    public int Slots(EndpointSpec spec, int allowed) => Math.Min(allowed, Parallel(spec));

    public static int Parallel(EndpointSpec spec) =>
        Math.Max(1, spec.Number("nParallel", "--parallel", "LLAMA_ARG_N_PARALLEL") ?? DefaultParallel);

    public bool AnswersHealth(string route) => route is "/" or "/health" or "/v1/health";
    public Task HandleAsync(EngineRequest request) => s_dialect.GuardAsync(request.Context, () => RouteAsync(request));

    // Requests wait for a slot, so none is refused for lack of one.
    public Task RefuseAsync(HttpContext context) => s_dialect.AnswerErrorAsync(
        context, new EngineException(StatusCodes.Status503ServiceUnavailable, "unavailable_error", "no slot available"));

    private Task RouteAsync(EngineRequest request)
    {
        if (request.Spec.HasTag(LoadingTag))
        {
            throw new EngineException(StatusCodes.Status503ServiceUnavailable, "unavailable_error", "Loading model");
        }

        Task Work(Func<EngineRequest, LlamaDialect, Task> answer) => request.WithSlotAsync(this, () => answer(request, s_dialect));
        switch (request.Method, request.Path)
        {
            case ("GET", "/"):
                return HttpAnswers.AnswerBytesAsync(
                    request.Context, Encoding.UTF8.GetBytes(
                        "<!doctype html><title>llama.cpp</title><p>llama-server has its web page "
                            + "here.</p>"), "text/html; charset=utf-8", StatusCodes.Status200OK);
            case ("GET", "/health" or "/v1/health"):
                return request.Context.AnswerJsonAsync(new JsonObject { ["status"] = "ok" });
            case ("GET", "/props"):
                return request.Context.AnswerJsonAsync(LlamaState.Props(request, s_dialect));
            case ("GET", "/slots"):
                return LlamaState.SlotsAsync(request, s_dialect);
            case ("GET", "/metrics"):
                return LlamaState.MetricsAsync(request);
            case ("GET", "/models" or "/v1/models"):
                return request.Context.AnswerJsonAsync(LlamaState.Models(request, s_dialect));
            case ("POST", "/completion" or "/completions"):
                return Work(LlamaCompletion.AnswerAsync);
            case ("POST", "/v1/completions"):
                return Work(TextCompletions.AnswerAsync);
            case ("POST", "/chat/completions" or "/v1/chat/completions"):
                return Work(ChatCompletions.AnswerAsync);
            case ("POST", "/embedding" or "/embeddings"):
                return Work(LlamaPooling.EmbedAsync);
            case ("POST", "/v1/embeddings"):
                return Work(LlamaPooling.EmbedForOpenAiAsync);
            case ("POST", "/rerank" or "/reranking" or "/v1/rerank" or "/v1/reranking"):
                return Work(LlamaPooling.RerankAsync);
            case ("POST", "/v1/audio/transcriptions" or "/infill"):
                throw LlamaDialect.NotSupported("This model does not support that route");
            case ("GET", "/lora-adapters"):
                return request.Context.AnswerJsonAsync(new JsonArray());
            case ("POST", "/tokenize"):
                return LlamaText.TokenizeAsync(request, s_dialect);
            case ("POST", "/detokenize"):
                return LlamaText.DetokenizeAsync(request, s_dialect);
            case ("POST", "/apply-template"):
                return LlamaText.ApplyTemplateAsync(request, s_dialect);
            default:
                throw new EngineException(StatusCodes.Status404NotFound, "not_found_error", "File Not Found");
        }
    }
}
