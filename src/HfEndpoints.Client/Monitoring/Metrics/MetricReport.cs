namespace HfEndpoints.Client;

/// <summary>An endpoint's metrics over a period.</summary>
public sealed record MetricReport
{
    /// <summary>The period as the service understood it; null if it does not report it.</summary>
    public MetricWindow? Window { get; init; }

    /// <summary>The replicas in that period; empty if the answer contains none.</summary>
    public IReadOnlyList<string> ReplicaIds { get; init; } = [];

    /// <summary>The series, metric by metric.</summary>
    public IReadOnlyList<MetricSeries> Series { get; init; } = [];
}

/// <summary>The period of a metric, as the service understood the request.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Stop">Where it ends.</param>
/// <param name="Step">The time between two points; null if the service does not report it.</param>
public sealed record MetricWindow(DateTimeOffset Start, DateTimeOffset Stop, TimeSpan? Step);

/// <summary>One line of a metric's graph.</summary>
public sealed record MetricSeries
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The metric: the name of a <see cref="MetricDefinition"/>, or the service's word for one not known here.</summary>
    public required string Metric { get; init; }

    /// <summary>
    /// Which of the metric's series it is: an HTTP status, a percentile, a status of requests or a stage of a replica; null
    /// if the series differ only by replica and device.
    /// </summary>
    public string? Series { get; init; }

    /// <summary>The id of the replica; null if the values are for all replicas.</summary>
    public string? Replica { get; init; }

    /// <summary>The number of the replica's accelerator; null if the values are not for one.</summary>
    public int? Device { get; init; }

    /// <summary>The unit of the values; null if it is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>The service's own value over the whole time, of a percentile; null if it gives none.</summary>
    public double? Overall { get; init; }

    /// <summary>The service's own greatest value, of replicas how many there may be; null if it gives none.</summary>
    public double? Max { get; init; }

    /// <summary>The service's own sum over the whole time; null if it gives none.</summary>
    public double? Sum { get; init; }

    /// <summary>The time of this series; null if the service does not report it.</summary>
    public MetricWindow? Window { get; init; }

    /// <summary>The values, oldest first.</summary>
    public IReadOnlyList<HfMetricPoint> Points { get; init; } = [];

    /// <summary>Summarizes the series. A percentile of a latency leaves out the times without a request, when it is 0.</summary>
    /// <returns>The summary; null if the series has no values.</returns>
    public HfMetricSummary? Summarize()
    {
        IReadOnlyList<HfMetricPoint> points = Unit == "s" && Series is ['p', >= '0' and <= '9', ..]
            ? [.. Points.Where(point => point.Value > 0)]
            : Points;
        return points.Count == 0 ? null : new HfMetricSummary
        {
            Endpoint = Endpoint,
            Namespace = Namespace,
            Metric = Metric,
            Series = Series,
            Replica = Replica,
            Device = Device,
            Count = points.Count,
            Minimum = points.Min(point => point.Value),
            Average = points.Average(point => point.Value),
            Maximum = points.Max(point => point.Value),
            Sum = points.Sum(point => point.Value),
            Latest = points[^1].Value,
            Overall = Overall ?? this.Sum,
            Trend = MetricTrend.Draw(Points),
            Unit = Unit,
        };
    }

    internal HfMetricPoint ToPoint(DateTimeOffset time, double value) => new()
    {
        Endpoint = Endpoint,
        Namespace = Namespace,
        Metric = Metric,
        Series = Series,
        Replica = Replica,
        Device = Device,
        Time = time,
        Value = value,
        Unit = Unit,
    };
}
