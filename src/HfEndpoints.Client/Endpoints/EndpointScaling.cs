using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>The bounds of autoscaling.</summary>
public sealed record EndpointScaling
{
    /// <summary>The least number of replicas; 0 lets it scale to zero.</summary>
    public int MinReplica { get; init; }

    /// <summary>The greatest number of replicas.</summary>
    public int MaxReplica { get; init; }

    /// <summary>Minutes without a request before it scales to zero; null where it never does.</summary>
    public int? ScaleToZeroTimeout { get; init; }

    /// <summary>What makes it scale: one of <c>hardwareUsage</c> (percent) or <c>pendingRequests</c> (per replica).</summary>
    public JsonElement? Measure { get; init; }
}
