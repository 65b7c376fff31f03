namespace HfEndpoints.Emulator.Engines;

/// <summary>What the router tells Prometheus.</summary>
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
