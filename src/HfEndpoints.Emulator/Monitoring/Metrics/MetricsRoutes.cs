namespace HfEndpoints.Emulator;

internal static class MetricsRoutes
{
    private const string Path = "/v2/endpoint/{ns}/{name}";

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder members = routes.MapMembers(onlyRead: true);
        Map(members, "", All);
        Map(members, "/hardware-cpu", (context, _) => context.Window.With(
            ("cpu", HardwareGraphs.Cpu(context)), ("ram", HardwareGraphs.Memory(context))));
        Map(members, "/hardware-gpu", (context, _) => context.Window.With(
            ("gpu", HardwareGraphs.Gpu(context)), ("ram", HardwareGraphs.GpuMemory(context))));
        Map(members, "/inference/itl", (context, _) => InferenceGraphs.BetweenTokens(context));
        Map(members, "/inference/kv-cache", (context, _) => InferenceGraphs.KvCache(context));
        Map(members, "/inference/prefix-cache", (context, _) => InferenceGraphs.PrefixCache(context));
        Map(members, "/inference/requests", (context, options) => InferenceGraphs.Requests(context, options.MaxConcurrent));
        Map(members, "/inference/ttft", (context, _) => InferenceGraphs.FirstToken(context));
        Map(members, "/pending-request", (context, _) => TrafficGraphs.Pending(context));
        Map(members, "/replica-ids", (context, _) => ReplicaGraphs.Ids(context));
        Map(members, "/replica-running", (context, _) => ReplicaGraphs.Running(context));
        Map(members, "/replica-status", (context, _) => ReplicaGraphs.Status(context));
        Map(members, "/response-elapsed", (context, _) => TrafficGraphs.Elapsed(context));
        Map(members, "/response-status-code", (context, _) => TrafficGraphs.StatusCodes(context));
        Map(members, "/response-status-code-grouped", (context, _) => TrafficGraphs.StatusClasses(context));
        members.MapGet(Path + "/open-metrics", (EndpointStore store, string ns, string name) => store.Use(ns, name, OpenMetricsText.Write));
    }

    private static void Map(RouteGroupBuilder routes, string route, Func<MetricsContext, EmulatorOptions, object> graph) => routes.MapPost(
        Path + "/metrics" + route, async (HttpRequest request, EndpointStore store, EmulatorOptions options, string ns, string name) =>
        {
            MetricsWindow window = await MetricsWindow.ReadAsync(request);
            return store.Use(ns, name, (record, now) => graph(new MetricsContext(record, window, now), options));
        });

    private static object All(MetricsContext context, EmulatorOptions options) => context.Window.With(
        ("replicaIds", ReplicaGraphs.Ids(context)),
        ("responseStatusCode", TrafficGraphs.StatusCodes(context)),
        ("responseStatusCodeGrouped", TrafficGraphs.StatusClasses(context)),
        ("responseElapsed", TrafficGraphs.Elapsed(context)),
        ("pendingRequest", TrafficGraphs.Pending(context)),
        ("replicasStatus", ReplicaGraphs.Status(context)),
        ("replicasRunning", ReplicaGraphs.Running(context)),
        ("hardwareCpu", HardwareGraphs.Cpu(context)),
        ("hardwareMem", HardwareGraphs.Memory(context)),
        ("hardwareGpu", HardwareGraphs.Gpu(context)),
        ("hardwareGpuMem", HardwareGraphs.GpuMemory(context)),
        ("inference", InferenceGraphs.All(context, options.MaxConcurrent)));
}
