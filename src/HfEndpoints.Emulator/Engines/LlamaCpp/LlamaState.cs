namespace HfEndpoints.Emulator;

/// <summary>What llama-server reports about itself.</summary>
internal static class LlamaState
{
    public static JsonObject Props(EngineRequest request, OpenAiDialect dialect) => new()
    {
        ["default_generation_settings"] = new JsonObject { ["params"] = Settings(), ["n_ctx"] = dialect.ContextTokens(request.Spec) },
        ["total_slots"] = LlamaEngine.Parallel(request.Spec),
        ["model_alias"] = request.Spec.Repository,
        ["model_path"] = ModelPath(request),
        ["modalities"] = new JsonObject { ["vision"] = dialect.Sees(request), ["audio"] = false },
        ["chat_template"] = "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' "
            + "}}{% endfor %}",
        ["bos_token"] = "<s>",
        ["eos_token"] = "</s>",
        ["build_info"] = new LlamaBuild(request.Spec).Text,
    };

    public static Task SlotsAsync(EngineRequest request, OpenAiDialect dialect)
    {
        int running = request.Work.Running;
        int total = LlamaEngine.Parallel(request.Spec);
        if (request.Context.Request.Query["fail_on_no_slot"] == "1" && running >= total)
        {
            throw new EngineException(StatusCodes.Status503ServiceUnavailable, "unavailable_error", "no slot available");
        }

        return request.Context.AnswerJsonAsync(new JsonArray([.. Enumerable.Range(0, total).Select(id => new JsonObject
        {
            ["id"] = id,
            ["n_ctx"] = dialect.ContextTokens(request.Spec),
            ["speculative"] = false,
            ["is_processing"] = id < running,
            ["params"] = Settings(),
            ["next_token"] = new JsonArray(
                new JsonObject { ["has_next_token"] = id < running, ["has_new_line"] = false, ["n_remain"] = -1, ["n_decoded"] = 0 }),
        })]));
    }

    public static Task MetricsAsync(EngineRequest request)
    {
        (int running, int waiting) = request.Work;
        EngineLoad load = request.Load;
        return new PrometheusText()
            .Counter("llamacpp:prompt_tokens_total", "Number of prompt tokens processed.", load.PromptTokens)
            .Counter("llamacpp:tokens_predicted_total", "Number of generation tokens processed.", load.GeneratedTokens)
            .Counter("llamacpp:tokens_predicted_seconds_total", "Predict process time", load.Seconds)
            .Counter("llamacpp:n_decode_total", "Total number of llama_decode() calls", load.GeneratedTokens + load.Requests)
            .Gauge(
                "llamacpp:predicted_tokens_seconds", "Average generation throughput in tokens/s.", load.Seconds > 0
                    ? load.GeneratedTokens / load.Seconds
                    : 0)
            .Gauge("llamacpp:requests_processing", "Number of requests processing.", running)
            .Gauge("llamacpp:requests_deferred", "Number of requests deferred.", waiting)
            .AnswerAsync(request.Context);
    }

    public static JsonObject Models(EngineRequest request, OpenAiDialect dialect) => new()
    {
        ["models"] = new JsonArray(
            new JsonObject { ["name"] = request.Spec.Repository, ["model"] = request.Spec.Repository, ["type"] = "model" }),
        ["object"] = "list",
        ["data"] = new JsonArray(new JsonObject
        {
            ["id"] = request.Spec.Repository,
            ["object"] = "model",
            ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
            ["owned_by"] = "llamacpp",
            ["meta"] = new JsonObject { ["n_ctx_train"] = dialect.ContextTokens(request.Spec), ["n_embd"] = ToyModels.Dimensions },
        }),
    };

    public static JsonObject Settings() => new()
    {
        ["n_predict"] = -1,
        ["seed"] = 4294967295,
        ["temperature"] = 0.8,
        ["top_k"] = 40,
        ["top_p"] = 0.95,
        ["min_p"] = 0.05,
        ["typical_p"] = 1.0,
        ["repeat_last_n"] = 64,
        ["repeat_penalty"] = 1.0,
        ["presence_penalty"] = 0.0,
        ["frequency_penalty"] = 0.0,
        ["stop"] = new JsonArray(),
        ["stream"] = true,
        ["n_probs"] = 0,
    };

    private static string ModelPath(EngineRequest request) => $"/repository/{request.Spec.Image["modelPath"]?.ToString() ?? "model.gguf"}";
}
