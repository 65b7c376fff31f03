using System.Management.Automation;

namespace HfEndpoints;

/// <summary>Something that was done to an endpoint, and by whom.</summary>
public sealed class HfAuditEntry
{
    private readonly Lazy<PSObject> _raw;

    internal HfAuditEntry(Func<PSObject> raw) => _raw = new Lazy<PSObject>(raw);

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

    /// <summary>What an update changed, a setting each; empty for what is no update.</summary>
    public HfAuditChange[] Change { get; init; } = [];

    /// <summary>The address the request came from; null where the service does not tell.</summary>
    public string? Ip { get; init; }

    /// <summary>The id of the request that did it.</summary>
    public string? RequestId { get; init; }

    /// <summary>The server's whole entry; the values of secrets are masked.</summary>
    public PSObject Raw => _raw.Value;

    /// <summary>The entry in a few words.</summary>
    /// <returns>The action and the endpoint.</returns>
    public override string ToString() => $"{Action} {Endpoint}";
}
