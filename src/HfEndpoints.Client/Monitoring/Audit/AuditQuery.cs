using System.Globalization;

namespace HfEndpoints.Client;

/// <summary>Which entries of an audit log are wanted; the server chooses.</summary>
public sealed record AuditQuery
{
    /// <summary>Only what was done to this endpoint, which may be gone; null for all.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Only what this user did; null for all.</summary>
    public string? UserName { get; init; }

    /// <summary>How many entries a page holds. Default: 100.</summary>
    public int PageSize { get; init; } = 100;

    internal IEnumerable<KeyValuePair<string, string?>> ToQuery(string? cursor) =>
    [
        new("limit", PageSize.ToString(CultureInfo.InvariantCulture)),
        new("cursor", cursor),
        new("endpoint", Endpoint),
        new("username", UserName),
    ];
}
