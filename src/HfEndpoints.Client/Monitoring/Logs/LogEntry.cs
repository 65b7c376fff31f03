using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>One line that a replica of an endpoint has written.</summary>
public sealed record LogEntry
{
    /// <summary>When it was written; null where the service does not say and the line does not begin with it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The line.</summary>
    public string Line { get; init => field = value ?? ""; } = "";

    /// <summary><c>stdout</c> or <c>stderr</c>; null where the service does not say.</summary>
    public string? Stream { get; init; }

    /// <summary>The replica that wrote it; null where the service does not say.</summary>
    [JsonPropertyName("replica_id")]
    public string? ReplicaId { get; init; }

    /// <summary>The level, such as <c>INFO</c>; null where neither the service nor the line tells it.</summary>
    public string? Level { get; init; }
}
