namespace HfEndpoints.Client;

/// <summary>One line of a metric's graph.</summary>
public sealed record MetricSeries
{
    /// <summary>The metric: the name of a <see cref="MetricDefinition"/>, or the service's word for one not known here.</summary>
    public required string Metric { get; init; }

    /// <summary>What tells it from the metric's other series.</summary>
    public MetricLabels Labels { get; init; } = new();

    /// <summary>What the values count; null where it is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>The service's own value over the whole time, of a percentile; null where it gives none.</summary>
    public double? Summary { get; init; }

    /// <summary>The service's own greatest value, of replicas how many there may be; null where it gives none.</summary>
    public double? Max { get; init; }

    /// <summary>The service's own sum over the whole time; null where it gives none.</summary>
    public double? Sum { get; init; }

    /// <summary>The time of this series; null where the service does not tell.</summary>
    public MetricWindow? Window { get; init; }

    /// <summary>The values, oldest first.</summary>
    public IReadOnlyList<MetricPoint> Points { get; init; } = [];
}
