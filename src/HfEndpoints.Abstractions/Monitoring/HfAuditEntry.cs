namespace HfEndpoints;

/// <summary>Something that was done to an endpoint, and by whom.</summary>
public sealed record HfAuditEntry
{
    /// <summary>When it was done, UTC.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>debug, info or critical.</summary>
    public string? Level { get; init; }

    /// <summary>The endpoint's name; the endpoint may be gone.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns the endpoint.</summary>
    public required string Namespace { get; init; }

    /// <summary>Who did it.</summary>
    public string? User { get; init; }

    /// <summary>Created, Paused, ScaledToZero, Resumed, Updated, Deleted, or another word of the service.</summary>
    public string? Action { get; init; }

    /// <summary>What an update changed, a setting each; empty for anything else.</summary>
    public HfAuditChange[] Change { get; init; } = [];

    /// <summary>The address the request came from; null if the service does not report it.</summary>
    public string? Ip { get; init; }

    /// <summary>The id of the request that did it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server's whole entry, by the names of its members; the values of secrets are masked.</summary>
    public IReadOnlyDictionary<string, object?> Raw { get; init; } = new Dictionary<string, object?>();

    /// <summary>The entry in a few words.</summary>
    /// <returns>The action and the endpoint.</returns>
    public override string ToString() => $"{Action} {Endpoint}";
}

/// <summary>A setting of an endpoint that an update changed.</summary>
public sealed record HfAuditChange
{
    /// <summary>The setting, such as MinReplica.</summary>
    public required string Property { get; init; }

    /// <summary>What it was; null if it was not set. The values of secrets are masked.</summary>
    public object? Before { get; init; }

    /// <summary>What it became; null if it was cleared. The values of secrets are masked.</summary>
    public object? After { get; init; }

    /// <summary>The change in one line, such as "MinReplica: 0 -> 1".</summary>
    public required string Text { get; init; }

    /// <summary>The change in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
