namespace HfEndpoints;

/// <summary>What a series of a metric comes to over a time.</summary>
public sealed record HfMetricSummary
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>What was measured, such as ResponseElapsed.</summary>
    public required string Metric { get; init; }

    /// <summary>Which of the metric's series it is; null if the replica and the device alone tell.</summary>
    public string? Series { get; init; }

    /// <summary>The id of the replica; null if the values are of all together.</summary>
    public string? Replica { get; init; }

    /// <summary>The number of the replica's accelerator; null if the values are of none.</summary>
    public int? Device { get; init; }

    /// <summary>How many values there are.</summary>
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
    /// The service's own value over the whole time: of a percentile, which no mean of its values gives; null if the
    /// service gives none.
    /// </summary>
    public double? Overall { get; init; }

    /// <summary>What the values count: requests, replicas, s, %, ratio; null if the service does not tell.</summary>
    public string? Unit { get; init; }
}
