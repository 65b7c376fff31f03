namespace HfEndpoints.Client;

/// <summary>How a replica is.</summary>
public sealed record ReplicaStatus
{
    /// <summary>
    /// <c>pending</c>, <c>downloading</c>, <c>pulling</c>, <c>initializing</c>, <c>running</c>, <c>terminating</c>,
    /// <c>stopped</c>, or a word of another version of the service.
    /// </summary>
    public string Stage { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it belongs to the version that takes requests.</summary>
    public bool Live { get; init; }

    /// <summary>Whether it belongs to a version that is being brought in, to replace the live one.</summary>
    public bool Updating { get; init; }

    /// <summary>When it started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it stopped; null before.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>What its container ended with; null where it did not end.</summary>
    public int? ExitCode { get; init; }
}
