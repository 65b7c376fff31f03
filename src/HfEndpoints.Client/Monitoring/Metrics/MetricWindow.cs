namespace HfEndpoints.Client;

/// <summary>The time that a metric was measured over, as the service understood the question.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Stop">Where it ends.</param>
/// <param name="Step">The time that one point stands for; null where the service does not tell.</param>
public sealed record MetricWindow(DateTimeOffset Start, DateTimeOffset Stop, TimeSpan? Step);
