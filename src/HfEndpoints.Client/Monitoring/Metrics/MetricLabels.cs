namespace HfEndpoints.Client;

/// <summary>What tells the series of a metric apart. Each metric uses some of them; the others are null.</summary>
public sealed record MetricLabels
{
    /// <summary>The replica.</summary>
    public string? ReplicaId { get; init; }

    /// <summary>The accelerator of the replica.</summary>
    public int? DeviceId { get; init; }

    /// <summary>The percentile of a latency, in the service's words.</summary>
    public string? Percentile { get; init; }

    /// <summary>The HTTP status, or the class of it.</summary>
    public string? StatusCode { get; init; }

    /// <summary>The status of requests or replicas, such as <c>waiting</c> and <c>running</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The stage of a replica.</summary>
    public string? Stage { get; init; }
}
