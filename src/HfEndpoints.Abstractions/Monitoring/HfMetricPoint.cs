namespace HfEndpoints;

/// <summary>A value of a metric of an endpoint at a time.</summary>
public sealed record HfMetricPoint
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>What was measured, such as ResponseElapsed.</summary>
    public required string Metric { get; init; }

    /// <summary>
    /// Which of the metric's series it is of: an HTTP status, a percentile, a status of requests or a stage of a
    /// replica; null if the replica and the device alone tell the series apart.
    /// </summary>
    public string? Series { get; init; }

    /// <summary>The id of the replica; null if the value is of all together.</summary>
    public string? Replica { get; init; }

    /// <summary>The number of the replica's accelerator; null if the value is of none.</summary>
    public int? Device { get; init; }

    /// <summary>When it was measured, or for a stage when it began, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The value; for a stage of a replica the seconds it lasted.</summary>
    public double Value { get; init; }

    /// <summary>What the value counts: requests, replicas, s, %, ratio; null if the service does not tell.</summary>
    public string? Unit { get; init; }
}
