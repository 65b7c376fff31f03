using HfEndpoints.Client.Http;
using HfEndpoints.Client.Json;

namespace HfEndpoints.Client.Account;

/// <summary>The account routes of the hub.</summary>
public sealed class HubClient
{
    private readonly HfTransport _transport;

    internal HubClient(HfTransport transport) => _transport = transport;

    /// <summary>Tells whose token this is. The hub limits this route tightly, so keep the answer.</summary>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The account.</returns>
    /// <exception cref="Errors.HfException">The token is missing or wrong, or the hub can't be reached.</exception>
    public Task<WhoAmI> WhoAmIAsync(CancellationToken cancellationToken = default) =>
        _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, UriPath.Append(_transport.Options.HubUri, "api", "whoami-v2"))
            {
                Action = "ask the hub whose token this is",
            },
            HfJson.Context.WhoAmI,
            cancellationToken);
}
