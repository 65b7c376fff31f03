namespace HfEndpoints.Emulator;

/// <summary>Hugging Face's text-generation-inference.</summary>
internal sealed class TgiEngine : IInferenceEngine
{
    public const string Version = "3.3.6";
    private static readonly TgiDialect s_dialect = new();
    public int? DefaultPort => 80;
    public bool AnswersHealth(string route) => route is "/" or "/health" or "/ping" or "/info";

    public async Task HandleAsync(EngineRequest request)
    {
        try
        {
            await RouteAsync(request);
        }
        catch (EngineException error) when (!request.Context.Response.HasStarted)
        {
            await AnswerErrorAsync(request.Context, error);
        }
    }

    public Task RefuseAsync(HttpContext context) => AnswerErrorAsync(context, Overloaded());

    private Task RouteAsync(EngineRequest request)
    {
        return (request.Method, request.Path) switch
        {
            ("GET", "/" or "/health" or "/ping") => Task.CompletedTask,
            ("GET", "/info") => request.Context.AnswerJsonAsync(Info(request)),
            ("GET", "/v1/models") => request.Context.AnswerJsonAsync(ModelList.For(request)),
            ("POST", "/" or "/invocations") => GenerateAsync(request, asArray: true, stream: null),
            ("POST", "/generate") => GenerateAsync(request, asArray: false, stream: false),
            ("POST", "/generate_stream") => GenerateAsync(request, asArray: false, stream: true),
            ("POST", "/tokenize") => TgiTokens.TokenizeAsync(request),
            ("POST", "/v1/chat/completions") =>
                request.WithSlotAsync(this, () => ChatCompletions.AnswerAsync(request, s_dialect), () => RefuseOpenAiAsync(request)),
            ("POST", "/v1/completions") =>
                request.WithSlotAsync(this, () => TextCompletions.AnswerAsync(request, s_dialect), () => RefuseOpenAiAsync(request)),
            ("POST", "/vertex") => request.WithSlotAsync(this, () => TgiVertex.AnswerAsync(request, s_dialect)),
            ("POST", "/chat_tokenize") => TgiTokens.ChatTokenizeAsync(request, s_dialect),
            ("GET", "/metrics") => TgiMetrics.AnswerAsync(request),
            _ => request.Context.AnswerEmptyAsync(StatusCodes.Status404NotFound),
        };
    }

    private async Task GenerateAsync(EngineRequest request, bool asArray, bool? stream)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request);
        bool streams = stream ?? body["stream"]?.GetValue<bool>() ?? false;

        // A streaming route has answered 200 before it looks for a slot, so even the overload is an event.
        await request.WithSlotAsync(
            this,
            () => GenerateAsync(request, body, asArray, streams),
            () => streams
                ? ServerSentEvents.Begin(request.Context).SendAsync(ErrorBody(Overloaded()))
                : RefuseAsync(request.Context));
    }

    private static async Task RefuseOpenAiAsync(EngineRequest request)
    {
        JsonObject body = await s_dialect.ReadBodyAsync(request);
        await (body["stream"]?.GetValue<bool>() == true
            ? s_dialect.RefuseInStreamAsync(request, Overloaded())
            : AnswerErrorAsync(request.Context, Overloaded()));
    }

    private static async Task GenerateAsync(EngineRequest request, JsonObject body, bool asArray, bool streams)
    {
        var parameters = new TgiParameters(body["parameters"] as JsonObject ?? []);

        // The compatibility route repeats the prompt for text generation, as the pipelines it stands in for do.
        bool fullText = asArray && request.Spec.Task is "text-generation" or "custom";
        try
        {
            var generation = new TgiGeneration(request, body["inputs"]!.GetValue<string>(), parameters, streams, fullText);
            request.Load.Count([generation.Best]);
            int? failAfter = GenerationFault.Find(request, body["inputs"]!.GetValue<string>());
            if (streams)
            {
                await StreamAsync(request, generation, failAfter);
                return;
            }

            await request.ThinkAsync();
            if (failAfter is not null)
            {
                throw GenerationFailed();
            }

            JsonObject result = generation.ToJson();
            await request.Context.AnswerJsonAsync(asArray ? new JsonArray(result) : result);
        }
        catch (TgiException error) when (streams)
        {
            // A streaming route has answered 200 before it validates, so its errors are events.
            await ServerSentEvents.Begin(request.Context).SendAsync(ErrorBody(error));
        }
    }

    private static TgiException Overloaded() => new(StatusCodes.Status429TooManyRequests, "overloaded", "Model is overloaded");

    /// <summary>What the router says when a shard fails.</summary>
    public static EngineException GenerationFailed() => new TgiException(
        StatusCodes.Status424FailedDependency, "generation", "Request failed during generation: Server error: CUDA out of memory");

    private static async Task StreamAsync(EngineRequest request, TgiGeneration generation, int? failAfter)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context);
        int sent = 0;
        foreach (JsonObject frame in generation.ToFrames())
        {
            await request.ThinkAsync(generation.Best.Tokens.Count);
            if (sent++ >= failAfter)
            {
                await events.SendAsync(ErrorBody(GenerationFailed()));
                return;
            }

            await events.SendAsync(frame);
        }
    }

    private static JsonObject Info(EngineRequest request)
    {
        var limits = new TgiLimits(request.Spec);
        return new JsonObject
        {
            ["model_id"] = request.Spec.Repository,
            ["model_sha"] = request.Spec.Model["revision"]?.DeepClone(),
            ["model_pipeline_tag"] = request.Spec.Task,
            ["max_concurrent_requests"] = request.Services.Options.MaxConcurrent,
            ["max_best_of"] = TgiLimits.MaxBestOf,
            ["max_stop_sequences"] = TgiLimits.MaxStopSequences,
            ["max_input_tokens"] = limits.InputTokens,
            ["max_total_tokens"] = limits.TotalTokens,
            ["validation_workers"] = 2,
            ["max_client_batch_size"] = TgiLimits.MaxClientBatch,
            ["router"] = "text-generation-router",
            ["version"] = Version,
            ["sha"] = null,
            ["docker_label"] = null,
        };
    }

    private static Task AnswerErrorAsync(HttpContext context, EngineException error) =>
        context.AnswerJsonAsync(ErrorBody(error), error.Status);

    private static JsonObject ErrorBody(EngineException error) => s_dialect.ErrorBody(error);
}

/// <summary>What the router reports to Prometheus.</summary>
internal static class TgiMetrics
{
    public static Task AnswerAsync(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        return new PrometheusText()
            .Counter("tgi_request_count", "Total number of requests", load.Requests)
            .Counter("tgi_request_success", "Number of successful requests", load.Successes)
            .Counter("tgi_request_failure", "Number of failed requests", load.Failures)
            .Gauge("tgi_batch_current_size", "Current batch size", running)
            .Gauge("tgi_queue_size", "Current number of requests in the queue", waiting)
            .Sum("tgi_request_duration", "Request duration", load.Seconds, load.Successes + load.Failures)
            .Sum("tgi_request_input_length", "Input token length per request", load.PromptTokens, load.Requests)
            .Sum("tgi_request_generated_tokens", "Generated tokens per request", load.GeneratedTokens, load.Successes)
            .AnswerAsync(request.Context);
    }
}
