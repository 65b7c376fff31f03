namespace HfEndpoints.Client;

/// <summary>A known metric of endpoints.</summary>
public sealed record MetricDefinition
{
    internal MetricDefinition(string name, string graph, string route, string unit, string description) =>
        (Name, Graph, Route, Unit, Description) = (name, graph, route, unit, description);

    /// <summary>Its name here, such as <c>TimeToFirstToken</c>.</summary>
    public string Name { get; }

    /// <summary>What it measures.</summary>
    public string Description { get; }

    /// <summary>The unit of its values.</summary>
    public string Unit { get; }

    /// <summary>Aliases.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>Its path in the answer with all metrics, joined by '/'.</summary>
    internal string Graph { get; }

    /// <summary>The route that answers with it, below <c>metrics</c>.</summary>
    internal string Route { get; }

    /// <summary>The member of that route's answer; null if the answer is nothing else.</summary>
    internal string? Part { get; init; }
}

/// <summary>The known metrics of the service.</summary>
public static class MetricDefinitions
{
    /// <summary>All of them, in the order of the service's dashboard.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        new("ResponseStatusCode", "responseStatusCode", "response-status-code", "requests",
            "Answered requests by HTTP status: 200, 404, 503"),
        new("ResponseStatusCodeGrouped", "responseStatusCodeGrouped", "response-status-code-grouped", "requests",
            "Answered requests by class of HTTP status: 2xx, 4xx, 5xx"),
        new("ResponseElapsed", "responseElapsed", "response-elapsed", "s", "Latency of requests, by percentile") { Aliases = ["Latency"] },
        new("PendingRequest", "pendingRequest", "pending-request", "requests",
            "Requests that have no answer yet: in flight and in the queue"),
        new("ReplicaRunning", "replicasRunning", "replica-running", "replicas", "Running replicas, and the largest number allowed"),
        new("ReplicaStatus", "replicasStatus", "replica-status", "s", "How long each replica was in each stage, from pending to stopped"),
        new("HardwareCpu", "hardwareCpu", "hardware-cpu", "%", "CPU usage") { Part = "cpu", Aliases = ["CpuUsage"] },
        new("HardwareMemory", "hardwareMem", "hardware-cpu", "%",
            "Memory usage") { Part = "ram", Aliases = ["HardwareRam", "MemoryUsage"] },
        new("HardwareGpu", "hardwareGpu", "hardware-gpu", "%", "Accelerator usage") { Part = "gpu", Aliases = ["GpuUsage"] },
        new("HardwareGpuMemory", "hardwareGpuMem", "hardware-gpu", "%",
            "Accelerator memory usage") { Part = "ram", Aliases = ["HardwareGpuRam", "HardwareVram", "GpuMemoryUsage"] },
        new("InferenceRequest", "inference/requests", "inference/requests", "requests",
            "Requests inside the inference server: waiting and running"),
        new("TimeToFirstToken", "inference/ttft", "inference/ttft", "s",
            "Time to first token (TTFT), measured by the inference server") { Aliases = ["Ttft"] },
        new("InterTokenLatency", "inference/itl", "inference/itl", "s",
            "Inter-token latency (ITL), measured by the inference server") { Aliases = ["Itl"] },
        new("KvCache", "inference/kvCache", "inference/kv-cache", "ratio", "Usage of the inference server's key-value cache"),
        new("PrefixCache", "inference/prefixCache", "inference/prefix-cache", "ratio", "Hit rate of the inference server's prefix cache"),
    ];

    private static readonly Dictionary<string, MetricDefinition> s_byName = Index(metric =>
        [metric.Name, metric.Graph, .. metric.Part is null ? [metric.Route] : Array.Empty<string>(), .. metric.Aliases]);

    private static readonly Dictionary<string, MetricDefinition> s_byPath = Index(metric =>
        [metric.Graph, metric.Part is null ? metric.Route : $"{metric.Route}/{metric.Part}"]);

    /// <summary>Finds a metric by its name, an alias, or the service's name. Case, '-', '_' and '/' are ignored.</summary>
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

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
