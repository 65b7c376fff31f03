namespace HfEndpoints;

/// <summary>A replica of an endpoint, as of the request.</summary>
public sealed record HfReplica
{
    /// <summary>The id, which logs and metrics also use.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// pending, downloading, pulling, initializing, running, terminating or stopped; an unknown state is shown as the server sent it.
    /// </summary>
    public string? Stage { get; init; }

    /// <summary>Whether it belongs to the version of the endpoint that receives requests.</summary>
    public bool Live { get; init; }

    /// <summary>Whether it belongs to a version that is being rolled out.</summary>
    public bool Updating { get; init; }

    /// <summary>The version of the endpoint's configuration that it runs.</summary>
    public string? VersionId { get; init; }

    /// <summary>When it started, UTC; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it stopped, UTC; null before.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The exit code of its container; null if it has not exited.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns the endpoint.</summary>
    public required string Namespace { get; init; }

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
