namespace HfEndpoints.Client;

/// <summary>A known metric of endpoints.</summary>
public sealed record MetricDefinition
{
    /// <summary>Its name here, such as <c>TimeToFirstToken</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures.</summary>
    public required string Description { get; init; }

    /// <summary>The unit of its values; null if the service does not report it.</summary>
    public string? Unit { get; init; }

    /// <summary>Aliases.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Its path in the answer with all metrics, joined by '/'.</summary>
    internal string Graph { get; init; } = "";

    /// <summary>The route that answers with it, below <c>metrics</c>.</summary>
    internal string Route { get; init; } = "";

    /// <summary>The member of that route's answer; null if the answer is nothing else.</summary>
    internal string? Part { get; init; }
}

/// <summary>The known metrics of the service.</summary>
public static class MetricDefinitions
{
    /// <summary>All of them, in the order of the service's dashboard.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new()
        {
            Name = "ResponseStatusCode", Graph = "responseStatusCode", Route = "response-status-code",
            Unit = "requests", Description = "Answered requests by HTTP status: 200, 404, 503",
        },
        new()
        {
            Name = "ResponseStatusCodeGrouped", Graph = "responseStatusCodeGrouped", Route = "response-status-code-grouped",
            Unit = "requests", Description = "Answered requests by class of HTTP status: 2xx, 4xx, 5xx",
        },
        new()
        {
            Name = "ResponseElapsed", Graph = "responseElapsed", Route = "response-elapsed", Aliases = ["Latency"],
            Unit = "s", Description = "Latency of requests, by percentile",
        },
        new()
        {
            Name = "PendingRequest", Graph = "pendingRequest", Route = "pending-request",
            Unit = "requests", Description = "Requests that have no answer yet: in flight and in the queue",
        },
        new()
        {
            Name = "ReplicaRunning", Graph = "replicasRunning", Route = "replica-running",
            Unit = "replicas", Description = "Running replicas, and the largest number allowed",
        },
        new()
        {
            Name = "ReplicaStatus", Graph = "replicasStatus", Route = "replica-status",
            Unit = "s", Description = "How long each replica was in each stage, from pending to stopped",
        },
        new()
        {
            Name = "HardwareCpu", Graph = "hardwareCpu", Route = "hardware-cpu", Part = "cpu", Aliases = ["CpuUsage"],
            Unit = "%", Description = "CPU usage",
        },
        new()
        {
            Name = "HardwareMemory", Graph = "hardwareMem", Route = "hardware-cpu", Part = "ram",
            Aliases = ["HardwareRam", "MemoryUsage"],
            Unit = "%", Description = "Memory usage",
        },
        new()
        {
            Name = "HardwareGpu", Graph = "hardwareGpu", Route = "hardware-gpu", Part = "gpu", Aliases = ["GpuUsage"],
            Unit = "%", Description = "Accelerator usage",
        },
        new()
        {
            Name = "HardwareGpuMemory", Graph = "hardwareGpuMem", Route = "hardware-gpu", Part = "ram",
            Aliases = ["HardwareGpuRam", "HardwareVram", "GpuMemoryUsage"],
            Unit = "%", Description = "Accelerator memory usage",
        },
        new()
        {
            Name = "InferenceRequest", Graph = "inference/requests", Route = "inference/requests",
            Unit = "requests", Description = "Requests inside the inference server: waiting and running",
        },
        new()
        {
            Name = "TimeToFirstToken", Graph = "inference/ttft", Route = "inference/ttft", Aliases = ["Ttft"],
            Unit = "s", Description = "Time to first token (TTFT), measured by the inference server",
        },
        new()
        {
            Name = "InterTokenLatency", Graph = "inference/itl", Route = "inference/itl", Aliases = ["Itl"],
            Unit = "s", Description = "Inter-token latency (ITL), measured by the inference server",
        },
        new()
        {
            Name = "KvCache", Graph = "inference/kvCache", Route = "inference/kv-cache",
            Unit = "ratio", Description = "Usage of the inference server's key-value cache",
        },
        new()
        {
            Name = "PrefixCache", Graph = "inference/prefixCache", Route = "inference/prefix-cache",
            Unit = "ratio", Description = "Hit rate of the inference server's prefix cache",
        },
    ];

    private static readonly Dictionary<string, MetricDefinition> s_byName = Index(metric =>
        [metric.Name, metric.Graph, .. metric.Part is null ? [metric.Route] : Array.Empty<string>(), .. metric.Aliases]);

    private static readonly Dictionary<string, MetricDefinition> s_byPath = Index(metric =>
        [metric.Graph, metric.Part is null ? metric.Route : $"{metric.Route}/{metric.Part}"]);

    /// <summary>
    /// Finds a metric by its name, an alias, or the service's name. Case, '-', '_' and '/' are ignored.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <returns>The metric; null if the name is unknown.</returns>
    public static MetricDefinition? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_byName.GetValueOrDefault(Simplify(name));
    }

    /// <summary>Finds the metric at a path in an answer.</summary>
    internal static MetricDefinition? At(string path) => s_byPath.GetValueOrDefault(Simplify(path));

    private static Dictionary<string, MetricDefinition> Index(Func<MetricDefinition, IEnumerable<string>> keys) =>
        All
            .SelectMany(metric => keys(metric).Select(key => (Key: Simplify(key), Metric: metric)))
            .DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key, entry => entry.Metric);

    private static string Simplify(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
