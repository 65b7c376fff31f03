using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>Reads the list of a namespace's endpoints, whole or only its names.</summary>
internal sealed class EndpointListing(HfTransport transport)
{
    public IAsyncEnumerable<EndpointPage> PagesAsync(string owner, EndpointFilter filter, CancellationToken cancellationToken) =>
        CursorPages.ReadAsync(
            (cursor, cancellationToken) => PageAsync(owner, filter, cursor, cancellationToken),
            page => page.NextCursor,
            $"The list of namespace '{owner}'",
            cancellationToken);

    public async Task<IReadOnlyList<string>> NamesAsync(
        string owner, string? search, IReadOnlyList<string>? tags, int? limit, CancellationToken cancellationToken)
    {
        Uri route = UriPath.WithQuery(
            UriPath.Append(transport.Options.EndpointsUri, "search", owner),
            [
                new("search", search),
                new("tags", tags is { Count: > 0 } ? string.Join(',', tags) : null),
                new("limit", limit?.ToString(CultureInfo.InvariantCulture)),
            ]);
        NameList answer = await transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, route) { Action = $"search the endpoints of namespace '{owner}'" },
            HfJson.Context.NameList,
            cancellationToken).ConfigureAwait(false);
        return [.. answer.Items.Select(item => item.Name)];
    }

    private Task<EndpointPage> PageAsync(string owner, EndpointFilter filter, string? cursor, CancellationToken cancellationToken)
    {
        Uri route = UriPath.Append(transport.Options.EndpointsUri, "endpoint", owner);
        var request = new HfRequest(HttpMethod.Get, UriPath.WithQuery(route, filter.ToQuery(cursor)))
        {
            Action = $"list the endpoints of namespace '{owner}'",
        };
        Uri service = transport.Options.EndpointsUri;
        return transport.SendJsonAsync(
            request,
            json => EndpointReader.TryReadPage(json, owner, service),
            (shown, exact) => EndpointReader.ReadPage(shown, exact, owner, service),
            cancellationToken);
    }
}

/// <summary>A page of a namespace's endpoints.</summary>
/// <param name="Items">The endpoints.</param>
/// <param name="TotalItems">The number of endpoints on all pages; null if the server does not report it.</param>
/// <param name="NextCursor">The cursor of the next page; null on the last.</param>
public sealed record EndpointPage(IReadOnlyList<HfInferenceEndpoint> Items, int? TotalItems, string? NextCursor);

/// <summary>The answer of the search route.</summary>
internal sealed record NameList
{
    // A list that is not there is not an empty one.
    [JsonRequired]
    public IReadOnlyList<NameEntry> Items { get; init => field = value ?? []; } = [];

    internal sealed record NameEntry([property: JsonRequired] string Name);
}
