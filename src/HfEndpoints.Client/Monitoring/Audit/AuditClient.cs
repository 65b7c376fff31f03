using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

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
    public virtual async IAsyncEnumerable<HfAuditEntry> ListAsync(
        string owner,
        AuditQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (AuditPage page in ListPagesAsync(owner, query, cancellationToken).ConfigureAwait(false))
        {
            foreach (HfAuditEntry entry in page.Items)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Reads an audit log page by page. The next page is requested when it is needed.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The pages.</returns>
    public virtual async IAsyncEnumerable<AuditPage> ListPagesAsync(
        string owner,
        AuditQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new AuditQuery();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            AuditPage page = await ExpiredCursor
                .ExplainAsync(cursor, () => ListPageAsync(owner, query, cursor, cancellationToken))
                .ConfigureAwait(false);
            yield return page;
            if (page.NextCursor is not null && !seen.Add(page.NextCursor))
            {
                throw new HfException(
                    HfErrorKind.InvalidResponse,
                    $"The audit log of namespace '{owner}' does not end: the server repeats the cursor of a page.");
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    private async Task<AuditPage> ListPageAsync(
        string owner, AuditQuery query, string? cursor, CancellationToken cancellationToken)
    {
        Uri uri = UriPath.Append(_transport.Options.EndpointsUri, "audit-logs", owner);
        var request = new HfRequest(HttpMethod.Get, UriPath.WithQuery(uri, query.ToQuery(cursor)))
        {
            Action = $"read the audit log of namespace '{owner}'",
        };
        JsonElement answer = await _transport
            .SendJsonAsync(request, HfJson.Context.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        return AuditReader.ReadPage(answer, owner);
    }
}
