namespace HfEndpoints.Emulator;

/// <summary>The graphs of what the machines do, in percent; it follows from the load.</summary>
internal static class HardwareGraphs
{
    public static object Cpu(MetricsContext context) => PerReplica(context, CpuPercent);
    public static object Memory(MetricsContext context) => PerReplica(context, MemoryPercent);
    public static object Gpu(MetricsContext context) => PerDevice(context, GpuPercent);
    public static object GpuMemory(MetricsContext context) => PerDevice(context, GpuMemoryPercent);

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

    private static object PerReplica(MetricsContext context, Func<MetricsContext, double, bool, double> read) => GraphJson.Graph(
        context.Runs.Select(run => GraphJson.OfReplica(run.Id, null, Points(context, run, read))));

    private static object PerDevice(MetricsContext context, Func<MetricsContext, double, bool, double> read) => GraphJson.Graph(
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

    public static object? All(MetricsContext context, int slots) => !AreMeasured(context.Spec) ? null : new
    {
        kvCache = KvCache(context),
        requests = Requests(context, slots),
        ttft = FirstToken(context),
        itl = BetweenTokens(context),
        prefixCache = PrefixCache(context),
    };

    /// <summary>The part of the cache in use.</summary>
    public static object KvCache(MetricsContext context) => PerReplica(context, step => step.Use(context.Record.Life) * 0.9);

    /// <summary>The part of prompts found in the cache: more as requests repeat.</summary>
    public static object PrefixCache(MetricsContext context) =>
        PerReplica(context, step => step.Requests == 0 ? 0 : 0.5 * (step.Requests - 1) / step.Requests);

    /// <summary>Seconds to the first token.</summary>
    public static object FirstToken(MetricsContext context) => PerReplica(context, step => step.FirstByte);

    /// <summary>Seconds between two tokens.</summary>
    public static object BetweenTokens(MetricsContext context) => PerReplica(context, step => step.BetweenChunks);

    /// <summary>Requests that wait for a slot and those that have one.</summary>
    public static object Requests(MetricsContext context, int slots) => context.Window.With(
        ("waiting", PerReplica(context, step => Math.Max(0, Load(context, step) - slots))),
        ("running", PerReplica(context, step => Math.Min(slots, Load(context, step)))));

    private static double Load(MetricsContext context, MetricsStep step) =>
        step.Pending / (double)Math.Max(1, context.Runs.Count(run => run.IsReady(step.End)));

    private static bool Contains(EndpointSpec spec, string word) =>
        spec.ImageUrl?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false;

    private static object PerReplica(MetricsContext context, Func<MetricsStep, double?> read) => GraphJson.Graph(
        AreMeasured(context.Spec)
            ? context.Runs.Select(run => GraphJson.OfReplica(run.Id, null, context.Points(run, (step, runs) => runs ? read(step) : null)))
            : []);
}

/// <summary>The parts that graphs are made of.</summary>
internal static class GraphJson
{
    public static object Graph(IEnumerable<object> series) => new { series = series.ToArray() };

    public static object Data(IEnumerable<(DateTimeOffset At, double Value)> points) =>
        points.Select(point => new { x = EmulatorClock.Format(point.At), y = Round(point.Value) }).ToArray();

    /// <summary>A series of one replica, or of one of its devices.</summary>
    public static object OfReplica(string replicaId, int? deviceId, IReadOnlyList<(DateTimeOffset At, double Value)> points) => new
    {
        replicaId,
        deviceId,
        max = points.Count > 0 ? Round(points.Max(point => point.Value)) : (double?)null,
        data = Data(points),
    };

    public static double Round(double value) => Math.Round(value, 6);
}
