namespace HfEndpoints.Client;

/// <summary>A replica of an endpoint: one of the servers it runs on.</summary>
public sealed record Replica
{
    /// <summary>Its id, which logs and metrics name too.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The version of the endpoint's configuration that it runs.</summary>
    public string? VersionId { get; init; }

    /// <summary>How it is.</summary>
    public ReplicaStatus Status { get; init => field = value ?? new(); } = new();
}
