using System.Text.Json;
using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>Something that was done to an endpoint (<c>AuditLog</c> of the service's OpenAPI document).</summary>
public sealed record AuditEntry
{
    /// <summary>The entry's id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>When it was done.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary><c>debug</c>, <c>info</c> or <c>critical</c>.</summary>
    public string? Level { get; init; }

    /// <summary>The endpoint's name.</summary>
    public string Endpoint { get; init => field = value ?? ""; } = "";

    /// <summary>Who did it.</summary>
    public EndpointAccount? User { get; init; }

    /// <summary>The request that did it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The address it came from; null where the service does not tell.</summary>
    public string? Ip { get; init; }

    /// <summary>What was done, in the service's words: <c>endpointCreated</c>, <c>endpointPaused</c> and so on.</summary>
    [JsonIgnore]
    public string Action { get; init => field = value ?? ""; } = "";

    /// <summary>What an update changed; empty for what is no update.</summary>
    [JsonIgnore]
    public IReadOnlyList<AuditChange> Changes { get; init => field = value ?? []; } = [];

    /// <summary>The server's whole entry, secrets masked.</summary>
    [JsonIgnore]
    public JsonElement Raw { get; init; }
}
