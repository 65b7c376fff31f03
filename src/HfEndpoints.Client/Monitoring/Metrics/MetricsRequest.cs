namespace HfEndpoints.Client;

/// <summary>The body of the metrics routes. Times are texts, for the service asks for RFC 3339 with its Z.</summary>
internal sealed record MetricsRequest(string Start, string Stop, string? ReplicaId);
