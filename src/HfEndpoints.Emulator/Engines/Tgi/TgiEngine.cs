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

    protected override async Task<object?> RouteAsync(EngineRequest request) => (request.Method, request.Path) switch
    {
        ("GET", "/" or "/health" or "/ping") => null,
        ("GET", "/info") => Info(request),
        ("GET", "/v1/models") => UnknownEngine.Models(request),
        ("GET", "/metrics") => Metrics(request),
        ("POST", "/" or "/invocations") => await GenerateAsync(request, asArray: true, stream: null),
        ("POST", "/generate") => await GenerateAsync(request, asArray: false, stream: false),
        ("POST", "/generate_stream") => await GenerateAsync(request, asArray: false, stream: true),
        ("POST", "/tokenize") => TgiTokens.Tokenize(await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request)),
        ("POST", "/chat_tokenize") => await ReadAsync(request, TgiTokens.ChatTokenize),
        ("POST", "/v1/chat/completions") => await WorkAsync(request, ChatCompletions.AnswerAsync),
        ("POST", "/v1/completions") => await WorkAsync(request, TextCompletions.AnswerAsync),
        ("POST", "/vertex") => await WithSlotAsync(request, () => TgiVertex.AnswerAsync(request, s_dialect)),
        _ => new RawAnswer(null, 404),
    };

    private async Task<object?> GenerateAsync(EngineRequest request, bool asArray, bool? stream)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request);
        bool streams = stream ?? body["stream"]?.GetValue<bool>() ?? false;

        // A streaming route has answered 200 before it looks for a slot, so even the overload is an event.
        await request.WithSlotAsync(
            this,
            () => GenerateAsync(request, body, asArray, streams),
            () => streams
                ? ServerSentEvents.Begin(request.Context).SendAsync(Overloaded.ToJson())
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
            request.Count([generation.Best]);
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
            await ServerSentEvents.Begin(request.Context).SendAsync(error.ToJson());
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

    private static RawAnswer Metrics(EngineRequest request)
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
            .ToAnswer();
    }
}
