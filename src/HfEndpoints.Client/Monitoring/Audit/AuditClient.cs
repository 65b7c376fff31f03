using System.Runtime.CompilerServices;
using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>Who did what to a namespace's endpoints. The service keeps it for Team and Enterprise organizations.</summary>
public class AuditClient
{
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected AuditClient() => _transport = null!;

    internal AuditClient(HfTransport transport) => _transport = transport;

    /// <summary>Reads an audit log, newest first; the next page is asked for when its first entry is wanted.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The entries.</returns>
    public virtual async IAsyncEnumerable<AuditEntry> ListAsync(
        string owner,
        AuditQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (AuditPage page in ListPagesAsync(owner, query, cancellationToken).ConfigureAwait(false))
        {
            foreach (AuditEntry entry in page.Items)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Reads an audit log a page at a time; the next page is asked for when it is wanted.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Ends the request.</param>
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
