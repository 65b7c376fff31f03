using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>How far a private link is.</summary>
public sealed record PrivateServiceStatus
{
    /// <summary>
    /// <c>LbNotCreated</c>, <c>LbNotReady</c>, <c>ServiceNotConfigured</c>, <c>WaitingForClientConnection</c>,
    /// <c>Created</c>, <c>Deleting</c> or <c>Deleted</c>; others as they come.
    /// </summary>
    public string Stage { get; init => field = value ?? ""; } = "";

    /// <summary>The name to connect to; null before there is one.</summary>
    [JsonPropertyName("service_name")]
    public string? ServiceName { get; init; }

    /// <summary>The addresses of the load balancer.</summary>
    [JsonPropertyName("lb_ips")]
    public IReadOnlyList<string> LoadBalancerAddresses { get; init => field = value ?? []; } = [];
}
