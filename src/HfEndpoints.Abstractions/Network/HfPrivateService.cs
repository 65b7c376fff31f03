namespace HfEndpoints;

/// <summary>A private link between a cloud account and endpoints.</summary>
public sealed record HfPrivateService
{
    /// <summary>The service's id.</summary>
    public required string Id { get; init; }

    /// <summary>The endpoint it leads to; null if it is shared.</summary>
    public string? EndpointName { get; init; }

    /// <summary>The cloud account it is for.</summary>
    public string? AccountId { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>Whether several endpoints share it.</summary>
    public bool Shared { get; init; }

    /// <summary>The status, such as WaitingForClientConnection or Created.</summary>
    public required string Stage { get; init; }

    /// <summary>The service name to connect to; null until it exists.</summary>
    public string? ServiceName { get; init; }

    /// <summary>The addresses of the load balancer.</summary>
    public string[] LoadBalancerAddress { get; init; } = [];

    /// <summary>When it was created, UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
