namespace HfEndpoints.Client;

/// <summary>A value of a series at a time.</summary>
/// <param name="Time">When it was measured, or began.</param>
/// <param name="Value">The value; of a stage of a replica the seconds it lasted.</param>
public readonly record struct MetricPoint(DateTimeOffset Time, double Value)
{
    /// <summary>When it ended; null for what was measured at a point of time.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
