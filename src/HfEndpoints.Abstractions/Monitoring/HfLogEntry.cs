namespace HfEndpoints;

/// <summary>One line of an endpoint's log.</summary>
public sealed record HfLogEntry
{
    /// <summary>The time; null if neither the service nor the line contains it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The level, such as INFO or ERROR; null if neither the service nor the line contains it.</summary>
    public string? Level { get; init; }

    /// <summary>The replica that wrote it; null if the service does not report it.</summary>
    public string? Replica { get; init; }

    /// <summary>stdout or stderr; null if the service does not report it.</summary>
    public string? Stream { get; init; }

    /// <summary>The line.</summary>
    public required string Line { get; init; }

    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The user or organization that owns the endpoint.</summary>
    public required string Namespace { get; init; }

    /// <summary>The line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => Line;
}
