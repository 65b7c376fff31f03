namespace HfEndpoints.Emulator;

internal static class MetricsRoutes
{
    private const string Path = "/v2/endpoint/{ns}/{name}";

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        Map(routes, "", All);
        Map(routes, "/hardware-cpu", (context, _) => InWindow(
            context, ("cpu", HardwareGraphs.Cpu(context)), ("ram", HardwareGraphs.Memory(context))));
        Map(routes, "/hardware-gpu", (context, _) => InWindow(
            context, ("gpu", HardwareGraphs.Gpu(context)), ("ram", HardwareGraphs.GpuMemory(context))));
        Map(routes, "/inference/itl", (context, _) => InferenceGraphs.BetweenTokens(context));
        Map(routes, "/inference/kv-cache", (context, _) => InferenceGraphs.KvCache(context));
        Map(routes, "/inference/prefix-cache", (context, _) => InferenceGraphs.PrefixCache(context));
        Map(routes, "/inference/requests", (context, options) => InferenceGraphs.Requests(context, options.MaxConcurrent));
        Map(routes, "/inference/ttft", (context, _) => InferenceGraphs.FirstToken(context));
        Map(routes, "/pending-request", (context, _) => InWindow(context, TrafficGraphs.Pending(context)));
        Map(routes, "/replica-ids", (context, _) => ReplicaGraphs.Ids(context));
        Map(routes, "/replica-running", (context, _) => InWindow(context, ReplicaGraphs.Running(context)));
        Map(routes, "/replica-status", (context, _) => InWindow(context, ReplicaGraphs.Status(context)));
        Map(routes, "/response-elapsed", (context, _) => InWindow(context, TrafficGraphs.Elapsed(context)));
        Map(routes, "/response-status-code", (context, _) => InWindow(context, TrafficGraphs.StatusCodes(context)));
        Map(routes, "/response-status-code-grouped", (context, _) => InWindow(context, TrafficGraphs.StatusClasses(context)));
        routes.MapGet(Path + "/open-metrics", (
            HttpContext context, AccountDirectory accounts, EndpointStore store, string ns, string name) =>
        {
            accounts.Authorize(context.Request, ns, write: false);
            return context.AnswerTextAsync(store.Use(ns, name, OpenMetricsText.Write));
        });
    }

    private static void Map(IEndpointRouteBuilder routes, string route, Func<MetricsContext, EmulatorOptions, JsonNode> graph) =>
        routes.MapPost(Path + "/metrics" + route, async (
            HttpContext context, AccountDirectory accounts, EndpointStore store, EmulatorOptions options, string ns, string name) =>
        {
            accounts.Authorize(context.Request, ns, write: false);
            MetricsWindow window = await MetricsWindow.ReadAsync(context.Request);
            JsonNode answer = store.Use(ns, name, (record, now) => graph(new MetricsContext(record, window, now), options));
            await context.AnswerJsonAsync(answer);
        });

    private static JsonObject All(MetricsContext context, EmulatorOptions options) => InWindow(
        context,
        ("replicaIds", ReplicaGraphs.Ids(context)),
        ("responseStatusCode", InWindow(context, TrafficGraphs.StatusCodes(context))),
        ("responseStatusCodeGrouped", InWindow(context, TrafficGraphs.StatusClasses(context))),
        ("responseElapsed", InWindow(context, TrafficGraphs.Elapsed(context))),
        ("pendingRequest", InWindow(context, TrafficGraphs.Pending(context))),
        ("replicasStatus", InWindow(context, ReplicaGraphs.Status(context))),
        ("replicasRunning", InWindow(context, ReplicaGraphs.Running(context))),
        ("hardwareCpu", HardwareGraphs.Cpu(context)),
        ("hardwareMem", HardwareGraphs.Memory(context)),
        ("hardwareGpu", HardwareGraphs.Gpu(context)),
        ("hardwareGpuMem", HardwareGraphs.GpuMemory(context)),
        ("inference", InferenceGraphs.All(context, options.MaxConcurrent)));

    private static JsonObject InWindow(MetricsContext context, params (string Name, JsonNode? Value)[] parts)
    {
        JsonObject json = context.Window.ToJson();
        foreach ((string name, JsonNode? value) in parts)
        {
            json[name] = value;
        }

        return json;
    }

    private static JsonObject InWindow(MetricsContext context, JsonObject graph)
    {
        JsonObject json = context.Window.ToJson();
        foreach ((string name, JsonNode? value) in graph)
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }
}
