namespace HfEndpoints;

/// <summary>A replica of an endpoint as it was when it was asked for.</summary>
public sealed record HfReplica
{
    /// <summary>Its id, which logs and metrics name too.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// pending, downloading, pulling, initializing, running, terminating or stopped; one that is not known here is shown
    /// as the server sent it.
    /// </summary>
    public string? Stage { get; init; }

    /// <summary>Whether it belongs to the version of the endpoint that takes requests.</summary>
    public bool Live { get; init; }

    /// <summary>Whether it belongs to a version that is being brought in.</summary>
    public bool Updating { get; init; }

    /// <summary>The version of the endpoint's configuration that it runs.</summary>
    public string? VersionId { get; init; }

    /// <summary>When it started, UTC; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it stopped, UTC; null before.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>What its container ended with; null if it did not end.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns the endpoint.</summary>
    public required string Namespace { get; init; }

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
