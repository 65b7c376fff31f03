namespace HfEndpoints.Client;

/// <summary>The account routes of the hub.</summary>
public class HubClient
{
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected HubClient() => _transport = null!;

    internal HubClient(HfTransport transport) => _transport = transport;

    /// <summary>Returns the account of the token. The hub has a low rate limit for this route, so keep the result.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The account.</returns>
    /// <exception cref="HfException">The token is missing or wrong, or the hub can't be reached.</exception>
    public virtual async Task<WhoAmI> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        var request = new HfRequest(HttpMethod.Get, UriPath.Append(_transport.Options.HubUri, "api", "whoami-v2"))
        {
            Action = "ask the Hub whose token this is",
        };
        WhoAmI account = await _transport.SendJsonAsync(request, HfJson.Context.WhoAmI, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrEmpty(account.Name)
            ? throw new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {request.Action}: the answer of '{request.Uri.Authority}' does not contain a name.")
            : account;
    }
}
