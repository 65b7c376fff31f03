namespace HfEndpoints.Client;

/// <summary>Which time, and which replica, metrics are wanted of.</summary>
/// <param name="Start">Where the time begins.</param>
/// <param name="Stop">Where it ends, later than it begins.</param>
/// <param name="ReplicaId">Only this replica; null for all.</param>
public sealed record MetricsQuery(DateTimeOffset Start, DateTimeOffset Stop, string? ReplicaId = null)
{
    /// <summary>
    /// Whether <see cref="Stop"/> means now. Where the answer shows that the service's clock goes otherwise, the same
    /// length of time is asked for once more, up to the service's now.
    /// </summary>
    public bool EndsNow { get; init; }
}
