namespace HfEndpoints;

/// <summary>The summary of a metric's series over a period.</summary>
public sealed record HfMetricSummary
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The metric, such as ResponseElapsed.</summary>
    public required string Metric { get; init; }

    /// <summary>The series of the metric; null if the series differ only by replica and device.</summary>
    public string? Series { get; init; }

    /// <summary>The id of the replica; null if the values are for all replicas.</summary>
    public string? Replica { get; init; }

    /// <summary>The number of the replica's accelerator; null if the values are not for one.</summary>
    public int? Device { get; init; }

    /// <summary>The number of values. A percentile of a latency has none where there was no request.</summary>
    public int Count { get; init; }

    /// <summary>The least value.</summary>
    public double Minimum { get; init; }

    /// <summary>The mean of the values.</summary>
    public double Average { get; init; }

    /// <summary>The greatest value.</summary>
    public double Maximum { get; init; }

    /// <summary>The sum of the values.</summary>
    public double Sum { get; init; }

    /// <summary>The last value.</summary>
    public double Latest { get; init; }

    /// <summary>
    /// The service's own value for the whole period: a percentile, which can't be computed from the values, or the number of
    /// requests; null if the service sends none.
    /// </summary>
    public double? Overall { get; init; }

    /// <summary>The values over the period as a line of blocks, each as high as the greatest value of its part of the period.</summary>
    public string Trend { get; init; } = "";

    /// <summary>The unit: requests, replicas, s, %, ratio; null if the service does not report it.</summary>
    public string? Unit { get; init; }
}
