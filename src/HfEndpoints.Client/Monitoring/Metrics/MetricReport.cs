namespace HfEndpoints.Client;

/// <summary>An endpoint's metrics over a time.</summary>
public sealed record MetricReport
{
    /// <summary>The time as the service understood it; null where it does not tell.</summary>
    public MetricWindow? Window { get; init; }

    /// <summary>The replicas there were in that time; empty where the answer has none.</summary>
    public IReadOnlyList<string> ReplicaIds { get; init; } = [];

    /// <summary>The series, metric by metric.</summary>
    public IReadOnlyList<MetricSeries> Series { get; init; } = [];
}
