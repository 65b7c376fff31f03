namespace HfEndpoints;

/// <summary>An entry of the audit log: an action on an endpoint.</summary>
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

    /// <summary>Created, Paused, ScaledToZero, Resumed, Updated, Deleted, or another action of the service.</summary>
    public string? Action { get; init; }

    /// <summary>The changed settings of an update; empty for other actions.</summary>
    public HfList<HfAuditChange> Change { get; init; } = [];

    /// <summary>The address the request came from; null if the service does not report it.</summary>
    public string? Ip { get; init; }

    /// <summary>The id of the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server's whole entry, by member name. The values of secrets are masked.</summary>
    internal IReadOnlyDictionary<string, object?> RawMembers { get; init; } = new Dictionary<string, object?>();

    /// <summary>Returns the server's whole answer. It is not a property, or each list and file would have it.</summary>
    /// <returns>The entry by member name. The values of secrets are masked.</returns>
    public IReadOnlyDictionary<string, object?> GetRaw() => RawMembers;

    /// <summary>The entry in short form.</summary>
    /// <returns>The action and the endpoint.</returns>
    public override string ToString() => $"{Action} {Endpoint}";
}

/// <summary>A setting of an endpoint that an update changed.</summary>
public sealed record HfAuditChange
{
    /// <summary>The setting, such as MinReplica.</summary>
    public required string Property { get; init; }

    /// <summary>The old value, of a list or a table as JSON text; null if it was not set. The values of secrets are masked.</summary>
    public object? Before { get; init; }

    /// <summary>The new value, of a list or a table as JSON text; null if it was cleared. The values of secrets are masked.</summary>
    public object? After { get; init; }

    /// <summary>The old value, if it is a list or a table.</summary>
    internal object? BeforeItems { get; init; }

    /// <summary>The new value, if it is a list or a table.</summary>
    internal object? AfterItems { get; init; }

    /// <summary>The change in one line, such as "MinReplica: 0 -> 1".</summary>
    public required string Text { get; init; }

    /// <summary>Returns the old value as it is: a list and a table too. As a property that would be too deep for ConvertTo-Json.</summary>
    /// <returns>The value; null if it was not set.</returns>
    public object? GetBefore() => BeforeItems ?? Before;

    /// <summary>Returns the new value as it is: a list and a table too.</summary>
    /// <returns>The value; null if it was cleared.</returns>
    public object? GetAfter() => AfterItems ?? After;

    /// <summary>The change in one line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
