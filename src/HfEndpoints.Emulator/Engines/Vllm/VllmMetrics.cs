namespace HfEndpoints.Emulator.Engines;

/// <summary>What vLLM tells Prometheus.</summary>
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
            .Sum("vllm:e2e_request_latency_seconds", "Histogram of e2e request latency in seconds.", load.Seconds, load.Successes + load.Failures)
            .AnswerAsync(request.Context);
    }
}
