namespace HfEndpoints.Emulator;

/// <summary>Hugging Face's text-generation-inference.</summary>
internal sealed class TgiEngine() : OpenAiEngine(s_dialect)
{
    public const string Version = "3.3.6";
    private static readonly TgiDialect s_dialect = new();
    public override int? DefaultPort => 80;
    public override bool Queues(EndpointSpec spec) => false;
    public override bool AnswersHealth(string route) => route is "/" or "/health" or "/ping" or "/info";
    protected override EngineException Overloaded => new(429, "overloaded", "Model is overloaded");
    protected override EngineException OverloadedInStream => Overloaded;

    protected override async Task<object?> RouteAsync(EngineRequest request)
    {
        switch (request.Method, request.Path)
        {
            case ("GET", "/" or "/health" or "/ping"):
                return null;
            case ("GET", "/info"):
                return Info(request);
            case ("GET", "/v1/models"):
                return UnknownEngine.Models(request);
            case ("GET", "/metrics"):
                return await MetricsAsync(request);
            case ("POST", "/" or "/invocations"):
                return await GenerateAsync(request, asArray: true, stream: null);
            case ("POST", "/generate"):
                return await GenerateAsync(request, asArray: false, stream: false);
            case ("POST", "/generate_stream"):
                return await GenerateAsync(request, asArray: false, stream: true);
            case ("POST", "/tokenize"):
                return TgiTokens.Tokenize(await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request));
            case ("POST", "/chat_tokenize"):
                return await ReadAsync(request, TgiTokens.ChatTokenize);
            case ("POST", "/v1/chat/completions"):
                return await WorkAsync(request, ChatCompletions.AnswerAsync);
            case ("POST", "/v1/completions"):
                return await WorkAsync(request, TextCompletions.AnswerAsync);
            case ("POST", "/vertex"):
                return await WithSlotAsync(request, () => TgiVertex.AnswerAsync(request, s_dialect));
            default:
                await request.Context.AnswerEmptyAsync(404);
                return null;
        }
    }

    private async Task<object?> GenerateAsync(EngineRequest request, bool asArray, bool? stream)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request);
        bool streams = stream ?? body["stream"]?.GetValue<bool>() ?? false;

        // A streaming route has answered 200 before it looks for a slot, so even the overload is an event.
        await request.WithSlotAsync(
            this,
            () => GenerateAsync(request, body, asArray, streams),
            () => streams
                ? ServerSentEvents.Begin(request.Context).SendAsync(s_dialect.ErrorBody(Overloaded))
                : RefuseAsync(request.Context));
        return null;
    }

    private static async Task GenerateAsync(EngineRequest request, JsonObject body, bool asArray, bool streams)
    {
        string inputs = body["inputs"]!.GetValue<string>();

        // The compatibility route repeats the prompt for text generation, as the pipelines it stands in for do.
        bool fullText = asArray && request.Spec.Task is "text-generation" or "custom";
        try
        {
            var generation = new TgiGeneration(request, inputs, body["parameters"], streams, fullText);
            request.Load.Count([generation.Best]);
            int? failAfter = GenerationFault.Find(request, [inputs]);
            if (streams)
            {
                await generation.StreamAsync(request, failAfter);
                return;
            }

            await s_dialect.ThinkAsync(request, failAfter);
            JsonMap result = generation.ToJson();
            await request.Context.AnswerJsonAsync(asArray ? new[] { result } : result);
        }
        catch (TgiException error) when (streams)
        {
            // A streaming route has answered 200 before it validates, so its errors are events.
            await ServerSentEvents.Begin(request.Context).SendAsync(s_dialect.ErrorBody(error));
        }
    }

    private static object Info(EngineRequest request)
    {
        var limits = new TgiLimits(request.Spec);
        return new
        {
            model_id = request.Spec.Repository,
            model_sha = request.Spec.Model["revision"],
            model_pipeline_tag = request.Spec.Task,
            max_concurrent_requests = request.Services.Options.MaxConcurrent,
            max_best_of = TgiLimits.MaxBestOf,
            max_stop_sequences = TgiLimits.MaxStopSequences,
            max_input_tokens = limits.InputTokens,
            max_total_tokens = limits.TotalTokens,
            validation_workers = 2,
            max_client_batch_size = TgiLimits.MaxClientBatch,
            router = "text-generation-router",
            version = Version,
            sha = (string?)null,
            docker_label = (string?)null,
        };
    }

    private static Task<object?> MetricsAsync(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        return new PrometheusText()
            .Counter("tgi_request_count", "Total number of requests", load.Requests)
            .Counter("tgi_request_success", "Number of successful requests", load.Successes)
            .Counter("tgi_request_failure", "Number of failed requests", load.Failures)
            .Gauge("tgi_batch_current_size", "Current batch size", running)
            .Gauge("tgi_queue_size", "Current number of requests in the queue", waiting)
            .Sum("tgi_request_duration", "Request duration", load.Seconds, load.Finished)
            .Sum("tgi_request_input_length", "Input token length per request", load.PromptTokens, load.Requests)
            .Sum("tgi_request_generated_tokens", "Generated tokens per request", load.GeneratedTokens, load.Successes)
            .AnswerAsync(request.Context);
    }
}
