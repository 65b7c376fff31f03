namespace HfEndpoints.Emulator;

/// <summary>Hugging Face's text-embeddings-inference.</summary>
internal sealed class TeiEngine : IInferenceEngine
{
    public int? DefaultPort => 80;
    public int Slots(EndpointSpec spec, int allowed) => Math.Min(allowed, new TeiSettings(spec).MaxConcurrent);
    public bool AnswersHealth(string route) => route is "/" or "/health" or "/ping";

    public async Task HandleAsync(EngineRequest request)
    {
        try
        {
            await RouteAsync(request, new TeiSettings(request.Spec));
        }
        catch (EngineException error) when (!request.Context.Response.HasStarted)
        {
            object body = request.Path is "/v1/embeddings" or "/embeddings"
                ? new { message = error.Message, code = error.Status, type = error.ErrorType }
                : error.ToJson();
            await request.Context.AnswerJsonAsync(body, error.Status);
        }
    }

    public Task RefuseAsync(HttpContext context) => context.AnswerJsonAsync(TeiException.Overloaded().ToJson(), 429);

    private Task RouteAsync(EngineRequest request, TeiSettings settings)
    {
        return (request.Method, request.Path) switch
        {
            ("GET", "/" or "/health" or "/ping") => Task.CompletedTask,
            ("GET", "/info") => request.Context.AnswerJsonAsync(Info(request, settings)),
            ("GET", "/metrics") => request.Context.AnswerAsync(Metrics(request)),
            ("POST", "/" or "/invocations") => DefaultRoute(settings.Card.Kind),
            ("POST", "/embed") => Work(TeiBodies.Embed, TeiEmbeddings.Embed),
            ("POST", "/embed_all") => Work(TeiBodies.EmbedTokens, TeiEmbeddings.EmbedTokens),
            ("POST", "/embed_sparse") => Work(TeiBodies.EmbedTokens, TeiEmbeddings.EmbedSparse),
            ("POST", "/similarity") => Work(TeiBodies.Similarity, TeiEmbeddings.Compare),
            ("POST", "/embeddings" or "/v1/embeddings") => Work(TeiBodies.OpenAi, TeiEmbeddings.EmbedForOpenAi),
            ("POST", "/rerank") => Work(TeiBodies.Rerank, TeiScores.Rerank),
            ("POST", "/predict") => Work(TeiBodies.Predict, TeiScores.Predict),
            ("POST", "/tokenize") => ReadAsync(TeiBodies.Tokenize, TeiTokens.Tokenize),
            ("POST", "/decode") => ReadAsync(TeiBodies.Decode, TeiTokens.Decode),
            _ => request.Context.AnswerEmptyAsync(404),
        };

        async Task ReadAsync(Shape shape, Func<JsonObject, TeiSettings, object> answer) => await request.Context.AnswerJsonAsync(
            answer(await JsonBody.ReadAsync(request.Context.Request, shape), settings));

        async Task Work(Shape shape, Func<TeiSettings, JsonObject, TeiAnswer> prepare)
        {
            int count = await CountTextsAsync(request, settings);
            await request.WithSlotAsync(
                this,
                async () => await prepare(settings, await JsonBody.ReadAsync(request.Context.Request, shape)).SendAsync(request),
                texts: (count, settings.MaxConcurrent));
        }

        Task DefaultRoute(ModelKind kind) => kind switch
        {
            ModelKind.Reranker => Work(TeiBodies.Rerank, TeiScores.Rerank),
            ModelKind.Classifier => Work(TeiBodies.Predict, TeiScores.Predict),
            _ when settings.ComparesSentences => Work(TeiBodies.Similarity, TeiEmbeddings.Compare),
            ModelKind.SparseEmbedder => Work(TeiBodies.EmbedTokens, TeiEmbeddings.EmbedSparse),
            _ => Work(TeiBodies.Embed, TeiEmbeddings.Embed),
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

    private static object Info(EngineRequest request, TeiSettings settings) => new
    {
        model_id = request.Spec.Repository,
        model_sha = request.Spec.Model["revision"],
        model_dtype = request.Spec.Accelerator == "gpu" ? "float16" : "float32",
        served_model_name = request.Spec.Repository,
        model_type = ModelType(settings),
        max_concurrent_requests = settings.MaxConcurrent,
        max_input_length = TeiSettings.MaxInputLength,
        max_batch_tokens = settings.MaxBatchTokens,
        max_batch_requests = (int?)null,
        max_client_batch_size = settings.MaxBatch,
        auto_truncate = settings.TruncatesByDefault,
        tokenization_workers = 4,
        version = settings.Version,
        sha = (string?)null,
        docker_label = (string?)null,
    };

    private static object ModelType(TeiSettings settings)
    {
        (int Id, string Label)[] labels = [.. TeiScores.Labels(settings).Index()];
        var model = new
        {
            id2label = labels.ToDictionary(label => $"{label.Id}", label => label.Label),
            label2id = labels.ToDictionary(label => label.Label, label => label.Id),
        };
        return settings.Card.Kind switch
        {
            ModelKind.Reranker => new { reranker = model },
            ModelKind.Classifier => new { classifier = model },
            _ => new { embedding = new { pooling = settings.Pooling } },
        };
    }

    private static RawAnswer Metrics(EngineRequest request)
    {
        EngineLoad load = request.Load;
        return new PrometheusText()
            .Counter("te_request_count", "Total number of requests", load.Requests)
            .Counter("te_request_success", "Number of successful requests", load.Successes)
            .Counter("te_request_failure", "Number of failed requests", load.Failures)
            .Gauge("te_queue_size", "Current number of requests in the queue", request.Work.Waiting)
            .Sum("te_request_duration", "Request duration", load.Seconds, load.Finished)
            .Sum("te_request_input_length", "Input length per request", load.PromptTokens, load.Successes)
            .ToAnswer();
    }
}
