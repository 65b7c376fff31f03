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
