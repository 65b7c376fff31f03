namespace HfEndpoints.Emulator;

/// <summary>Hugging Face's text-embeddings-inference.</summary>
internal sealed class TeiEngine : IInferenceEngine
{
    public int? DefaultPort => 80;
    public int Slots(EndpointSpec spec, int allowed) => Math.Min(allowed, new TeiSettings(spec).MaxConcurrent);
    public bool AnswersHealth(string route) => route is "/" or "/health" or "/ping";

    public async Task HandleAsync(EngineRequest request)
    {
        bool isOpenAi = request.Path is "/v1/embeddings" or "/embeddings";
        try
        {
            await RouteAsync(request, new TeiSettings(request.Spec));
        }
        catch (EngineException error) when (!request.Context.Response.HasStarted)
        {
            JsonObject body = isOpenAi
                ? new JsonObject { ["message"] = error.Message, ["code"] = error.Status, ["type"] = error.ErrorType }
                : ErrorBody(error);
            await request.Context.AnswerJsonAsync(body, error.Status);
        }
    }

    public Task RefuseAsync(HttpContext context) =>
        context.AnswerJsonAsync(ErrorBody(TeiException.Overloaded()), TeiException.Overloaded().Status);

    private Task RouteAsync(EngineRequest request, TeiSettings settings)
    {
        async Task Work(Func<EngineRequest, TeiSettings, Task> answer)
        {
            int count = await CountTextsAsync(request, settings);
            await request.WithSlotAsync(this, () => answer(request, settings), texts: (count, settings.MaxConcurrent));
        }

        return (request.Method, request.Path) switch
        {
            ("GET", "/" or "/health" or "/ping") => Task.CompletedTask,
            ("GET", "/info") => request.Context.AnswerJsonAsync(Info(request, settings)),
            ("GET", "/metrics") => MetricsAsync(request),
            ("POST", "/" or "/invocations") => Work(DefaultRoute(settings)),
            ("POST", "/embed") => Work(TeiEmbeddings.EmbedAsync),
            ("POST", "/embed_all") => Work(TeiEmbeddings.EmbedTokensAsync),
            ("POST", "/embed_sparse") => Work(TeiEmbeddings.EmbedSparseAsync),
            ("POST", "/similarity") => Work(TeiEmbeddings.CompareAsync),
            ("POST", "/embeddings" or "/v1/embeddings") => Work(TeiEmbeddings.EmbedForOpenAiAsync),
            ("POST", "/rerank") => Work(TeiScores.RerankAsync),
            ("POST", "/predict") => Work(TeiScores.PredictAsync),
            ("POST", "/tokenize") => TeiTokens.TokenizeAsync(request, settings),
            ("POST", "/decode") => TeiTokens.DecodeAsync(request, settings),
            _ => request.Context.AnswerEmptyAsync(StatusCodes.Status404NotFound),
        };
    }

    /// <summary>Every text of a request takes one of the permits; a batch that is too big is refused before it takes any.</summary>
    private static async Task<int> CountTextsAsync(EngineRequest request, TeiSettings settings)
    {
        request.Context.Request.EnableBuffering();
        byte[] bytes = await request.Context.Request.ReadBodyAsync();
        request.Context.Request.Body.Position = 0;
        int count = 0;
        try
        {
            JsonNode? body = JsonNode.Parse(bytes);
            JsonNode? inputs = body?["inputs"] ?? body?["input"] ?? body?["texts"];
            count = inputs switch
            {
                JsonArray list when list.Any(item => item?.GetValueKind() != JsonValueKind.Number) => list.Count,
                JsonObject sentences => (sentences["sentences"] as JsonArray)?.Count + 1 ?? 0,
                _ => 1,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The route itself refuses what can't be read.
        }

        return count <= settings.MaxBatch ? count : 0;
    }

    private static Func<EngineRequest, TeiSettings, Task> DefaultRoute(TeiSettings settings) => settings.Card.Kind switch
    {
        ModelKind.Reranker => TeiScores.RerankAsync,
        ModelKind.Classifier => TeiScores.PredictAsync,
        _ when settings.ComparesSentences => TeiEmbeddings.CompareAsync,
        ModelKind.SparseEmbedder => TeiEmbeddings.EmbedSparseAsync,
        _ => TeiEmbeddings.EmbedAsync,
    };

    private static JsonObject Info(EngineRequest request, TeiSettings settings) => new()
    {
        ["model_id"] = request.Spec.Repository,
        ["model_sha"] = request.Spec.Model["revision"]?.DeepClone(),
        ["model_dtype"] = request.Spec.Accelerator == "gpu" ? "float16" : "float32",
        ["served_model_name"] = request.Spec.Repository,
        ["model_type"] = ModelType(settings),
        ["max_concurrent_requests"] = settings.MaxConcurrent,
        ["max_input_length"] = TeiSettings.MaxInputLength,
        ["max_batch_tokens"] = settings.MaxBatchTokens,
        ["max_batch_requests"] = null,
        ["max_client_batch_size"] = settings.MaxBatch,
        ["auto_truncate"] = settings.TruncatesByDefault,
        ["tokenization_workers"] = 4,
        ["version"] = settings.Version,
        ["sha"] = null,
        ["docker_label"] = null,
    };

    private static JsonObject ModelType(TeiSettings settings)
    {
        if (settings.Card.Kind is not (ModelKind.Reranker or ModelKind.Classifier))
        {
            return new JsonObject { ["embedding"] = new JsonObject { ["pooling"] = settings.Pooling } };
        }

        IReadOnlyList<string> labels = TeiScores.Labels(settings);
        var model = new JsonObject
        {
            ["id2label"] = new JsonObject(labels.Select((label, id) => KeyValuePair.Create<string, JsonNode?>($"{id}", label))),
            ["label2id"] = new JsonObject(labels.Select((label, id) => KeyValuePair.Create<string, JsonNode?>(label, id))),
        };
        return new JsonObject { [settings.Card.Kind == ModelKind.Reranker ? "reranker" : "classifier"] = model };
    }

    private static Task MetricsAsync(EngineRequest request)
    {
        EngineLoad load = request.Load;
        return new PrometheusText()
            .Counter("te_request_count", "Total number of requests", load.Requests)
            .Counter("te_request_success", "Number of successful requests", load.Successes)
            .Counter("te_request_failure", "Number of failed requests", load.Failures)
            .Gauge("te_queue_size", "Current number of requests in the queue", request.Work.Waiting)
            .Sum("te_request_duration", "Request duration", load.Seconds, load.Successes + load.Failures)
            .Sum("te_request_input_length", "Input length per request", load.PromptTokens, load.Successes)
            .AnswerAsync(request.Context);
    }

    private static JsonObject ErrorBody(EngineException error) => new() { ["error"] = error.Message, ["error_type"] = error.ErrorType };
}
