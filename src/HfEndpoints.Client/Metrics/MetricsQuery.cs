namespace HfEndpoints.Client.Metrics;

/// <summary>Which time, and which replica, metrics are wanted of.</summary>
/// <param name="Start">Where the time begins.</param>
/// <param name="Stop">Where it ends, later than it begins.</param>
/// <param name="ReplicaId">Only this replica; null for all.</param>
public sealed record MetricsQuery(DateTimeOffset Start, DateTimeOffset Stop, string? ReplicaId = null);
