namespace HfEndpoints.Emulator;

/// <summary>The graphs of what the machines do, in percent; it follows from the load.</summary>
internal static class HardwareGraphs
{
    public static JsonObject Cpu(MetricsContext context) => PerReplica(context, CpuPercent);
    public static JsonObject Memory(MetricsContext context) => PerReplica(context, MemoryPercent);
    public static JsonObject Gpu(MetricsContext context) => PerDevice(context, GpuPercent);
    public static JsonObject GpuMemory(MetricsContext context) => PerDevice(context, GpuMemoryPercent);

    /// <summary>What every kind of gauge shows now, for each replica that runs.</summary>
    public static IEnumerable<(string Gauge, string ReplicaId, double Percent)> Latest(MetricsContext context)
    {
        if (context.Steps.Count == 0)
        {
            yield break;
        }

        double use = context.Steps[^1].Use(context.Record.Life);
        foreach (ReplicaRun run in context.Runs.Where(run => run.IsAlive && run.InitializingAt <= context.Now))
        {
            bool runs = run.IsReady(context.Now);
            yield return ("cpu_usage_percent", run.Id, CpuPercent(context, use, runs));
            yield return ("memory_usage_percent", run.Id, MemoryPercent(context, use, runs));
            if (context.Devices > 0)
            {
                yield return ("gpu_usage_percent", run.Id, GpuPercent(context, use, runs));
                yield return ("gpu_memory_usage_percent", run.Id, GpuMemoryPercent(context, use, runs));
            }
        }
    }

    private static double CpuPercent(MetricsContext context, double use, bool runs) =>
        runs ? 2 + (use * (context.Devices > 0 ? 30 : 95)) : 25;

    private static double MemoryPercent(MetricsContext context, double use, bool runs) =>
        runs ? (context.Devices > 0 ? 20 : 45) + (use * 10) : 12;

    private static double GpuPercent(MetricsContext context, double use, bool runs) => runs ? use * 98 : 0;

    private static double GpuMemoryPercent(MetricsContext context, double use, bool runs) =>
        runs ? InferenceGraphs.AreMeasured(context.Spec) ? 90 : 60 + (use * 20) : 10;

    private static JsonObject PerReplica(MetricsContext context, Func<MetricsContext, double, bool, double> read) => GraphJson.Graph(
        context.Runs.Select(run => GraphJson.OfReplica(run.Id, null, Points(context, run, read))));

    private static JsonObject PerDevice(MetricsContext context, Func<MetricsContext, double, bool, double> read) => GraphJson.Graph(
        context.Runs.SelectMany(run => Enumerable.Range(0, context.Devices)
            .Select(device => GraphJson.OfReplica(run.Id, device, Points(context, run, read)))));

    private static IReadOnlyList<(DateTimeOffset At, double Value)> Points(
        MetricsContext context, ReplicaRun run, Func<MetricsContext, double, bool, double> read) =>
        context.Points(run, (step, runs) => read(context, step.Use(context.Record.Life), runs));
}

/// <summary>The graphs that only vLLM and SGLang give: what happens inside the engine.</summary>
internal static class InferenceGraphs
{
    /// <summary>Whether an endpoint's server gives these metrics, which follows from the specification alone.</summary>
    public static bool AreMeasured(EndpointSpec spec) => spec.ImageKind switch
    {
        "vLLM" or "sGLang" => true,
        "custom" when Contains(spec, "vllm") => true,
        "custom" when Contains(spec, "sglang") => spec.ContainerArguments.Contains("--enable-metrics"),
        _ => false,
    };

    public static JsonNode? All(MetricsContext context, int slots) => !AreMeasured(context.Spec) ? null : new JsonObject
    {
        ["kvCache"] = KvCache(context),
        ["requests"] = Requests(context, slots),
        ["ttft"] = FirstToken(context),
        ["itl"] = BetweenTokens(context),
        ["prefixCache"] = PrefixCache(context),
    };

    /// <summary>The part of the cache in use.</summary>
    public static JsonObject KvCache(MetricsContext context) => PerReplica(context, step => step.Use(context.Record.Life) * 0.9);

    /// <summary>The part of prompts found in the cache: more as requests repeat.</summary>
    public static JsonObject PrefixCache(MetricsContext context) =>
        PerReplica(context, step => step.Requests == 0 ? 0 : 0.5 * (step.Requests - 1) / step.Requests);

    /// <summary>Seconds to the first token.</summary>
    public static JsonObject FirstToken(MetricsContext context) => PerReplica(context, step => step.FirstByte);

    /// <summary>Seconds between two tokens.</summary>
    public static JsonObject BetweenTokens(MetricsContext context) => PerReplica(context, step => step.BetweenChunks);

    /// <summary>Requests that wait for a slot and those that have one.</summary>
    public static JsonObject Requests(MetricsContext context, int slots)
    {
        JsonObject json = context.Window.ToJson();
        json["waiting"] = PerReplica(context, step => Math.Max(0, Load(context, step) - slots));
        json["running"] = PerReplica(context, step => Math.Min(slots, Load(context, step)));
        return json;
    }

    private static double Load(MetricsContext context, MetricsStep step) =>
        step.Pending / (double)Math.Max(1, context.Runs.Count(run => run.IsReady(step.End)));

    private static bool Contains(EndpointSpec spec, string word) =>
        spec.ImageUrl?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static JsonObject PerReplica(MetricsContext context, Func<MetricsStep, double?> read) => GraphJson.Graph(
        AreMeasured(context.Spec)
            ? context.Runs.Select(run => GraphJson.OfReplica(run.Id, null, context.Points(run, (step, runs) => runs ? read(step) : null)))
            : []);
}

/// <summary>The parts that graphs are made of.</summary>
internal static class GraphJson
{
    public static JsonObject Graph(IEnumerable<JsonObject> series) => new() { ["series"] = new JsonArray([.. series]) };

    public static JsonArray Data(IEnumerable<(DateTimeOffset At, double Value)> points) =>
        new([.. points.Select(point => new JsonObject { ["x"] = EmulatorClock.Format(point.At), ["y"] = Round(point.Value) })]);

    /// <summary>A series of one replica, or of one of its devices.</summary>
    public static JsonObject OfReplica(string replicaId, int? deviceId, IReadOnlyList<(DateTimeOffset At, double Value)> points) => new()
    {
        ["replicaId"] = replicaId,
        ["deviceId"] = deviceId,
        ["max"] = points.Count > 0 ? Round(points.Max(point => point.Value)) : null,
        ["data"] = Data(points),
    };

    public static double Round(double value) => Math.Round(value, 6);
}
