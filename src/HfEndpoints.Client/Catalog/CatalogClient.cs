using HfEndpoints.Client.Http;
using HfEndpoints.Client.Json;

namespace HfEndpoints.Client.Catalog;

/// <summary>The models that the service deploys with tested settings of its own.</summary>
public sealed class CatalogClient
{
    private readonly HfTransport _transport;

    internal CatalogClient(HfTransport transport) => _transport = transport;

    /// <summary>Lists the catalog's models.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>Their repositories.</returns>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        CatalogList answer = await _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, UriPath.Append(_transport.Options.CatalogUri, "repo-list"))
            {
                Action = "list the catalog",
            },
            HfJson.Context.CatalogList,
            cancellationToken).ConfigureAwait(false);
        return answer.Models;
    }
}
