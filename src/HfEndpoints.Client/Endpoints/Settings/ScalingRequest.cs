namespace HfEndpoints.Client;

/// <summary>How many replicas to run.</summary>
public sealed record ScalingRequest
{
    /// <summary>The least number of replicas.</summary>
    public int? MinReplica { get; init; }

    /// <summary>The greatest number of replicas.</summary>
    public int? MaxReplica { get; init; }

    /// <summary>Minutes without a request before it scales to zero.</summary>
    public int? ScaleToZeroTimeout { get; init; }

    /// <summary>The measure that makes it scale and its threshold: <c>hardwareUsage</c> or <c>pendingRequests</c>.</summary>
    public IReadOnlyDictionary<string, double?>? Measure { get; init; }
}
