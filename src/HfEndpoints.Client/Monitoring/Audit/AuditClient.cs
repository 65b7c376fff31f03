namespace HfEndpoints.Client;

/// <summary>A page of a namespace's audit log.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<HfAuditEntry> Items, string? NextCursor);

/// <summary>A query for entries of an audit log, applied by the server.</summary>
public sealed record AuditQuery
{
    /// <summary>Only actions on this endpoint, which may be deleted; null for all.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Only actions of this user; null for all.</summary>
    public string? UserName { get; init; }

    /// <summary>How many entries a page has. Default: 100.</summary>
    public int PageSize { get; init; } = 100;

    internal IEnumerable<KeyValuePair<string, string?>> ToQuery(string? cursor) =>
    [
        new("limit", PageSize.ToString(CultureInfo.InvariantCulture)),
        new("cursor", cursor),
        new("endpoint", Endpoint),
        new("username", UserName),
    ];
}

/// <summary>The audit log of a namespace's endpoints, for Team and Enterprise organizations.</summary>
public class AuditClient
{
    private readonly HfTransport _transport;

    internal AuditClient(HfTransport transport) => _transport = transport;

    /// <summary>For mocking.</summary>
    protected AuditClient() => _transport = null!;

    /// <summary>Reads an audit log, newest first. The next page is requested when it is needed.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The entries.</returns>
    public virtual IAsyncEnumerable<HfAuditEntry> ListAsync(
        string owner, AuditQuery? query = null, CancellationToken cancellationToken = default) =>
        CursorPages.ItemsAsync(ListPagesAsync(owner, query, cancellationToken), page => page.Items, cancellationToken);

    /// <summary>Reads an audit log page by page. The next page is requested when it is needed.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The pages.</returns>
    public virtual IAsyncEnumerable<AuditPage> ListPagesAsync(
        string owner, AuditQuery? query = null, CancellationToken cancellationToken = default) => CursorPages.ReadAsync(
            (cursor, cancellationToken) => ListPageAsync(owner, query ?? new AuditQuery(), cursor, cancellationToken),
            page => page.NextCursor,
            $"The audit log of namespace '{owner}'",
            cancellationToken);

    private Task<AuditPage> ListPageAsync(string owner, AuditQuery query, string? cursor, CancellationToken cancellationToken)
    {
        Uri uri = UriPath.Append(_transport.Options.EndpointsUri, "audit-logs", owner);
        var request = new HfRequest(HttpMethod.Get, UriPath.WithQuery(uri, query.ToQuery(cursor)))
        {
            Action = $"read the audit log of namespace '{owner}'",
        };
        return _transport.SendJsonAsync(request, json => AuditReader.ReadPage(json, owner), cancellationToken);
    }
}
