namespace HfEndpoints;

/// <summary>A value of an endpoint's metric at one time.</summary>
public sealed record HfMetricPoint
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The metric, such as ResponseElapsed.</summary>
    public required string Metric { get; init; }

    /// <summary>
    /// The series of the metric: an HTTP status, a percentile, a status of requests or a stage of a replica; null if
    /// the series differ only by replica and device.
    /// </summary>
    public string? Series { get; init; }

    /// <summary>The id of the replica; null if the value is for all replicas.</summary>
    public string? Replica { get; init; }

    /// <summary>The number of the replica's accelerator; null if the value is not for one.</summary>
    public int? Device { get; init; }

    /// <summary>When it was measured, or for a stage when it began, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The value; for a stage of a replica the seconds it lasted.</summary>
    public double Value { get; init; }

    /// <summary>The unit: requests, replicas, s, %, ratio; null if the service does not report it.</summary>
    public string? Unit { get; init; }
}
