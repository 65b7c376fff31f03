namespace HfEndpoints.Client;

/// <summary>Asks a deployed server whether it is ready.</summary>
public class HealthProbe
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected HealthProbe() => _transport = null!;

    internal HealthProbe(HfTransport transport) => _transport = transport;

    /// <summary>Asks the health route once. It throws if the token is refused, because waiting does not help then.</summary>
    /// <param name="endpoint">The endpoint, with its url. Asking may wake one that is scaled to zero.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether it answered 200.</returns>
    /// <exception cref="HfException">The token is refused, or may not be sent there.</exception>
    public virtual async Task<bool> IsHealthyAsync(HfInferenceEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Uri.TryCreate(endpoint.Url, UriKind.Absolute, out Uri? url) && await AskAsync(
            UriPath.AppendRoute(url, endpoint.HealthRoute), $"endpoint '{endpoint.Name}'", sendToken: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks the health route of a server, <c>/health</c>, once.</summary>
    /// <param name="target">The server. Asking may wake one that is scaled to zero.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether it answered 200.</returns>
    /// <exception cref="HfException">The token is refused, or may not be sent there.</exception>
    public virtual Task<bool> IsHealthyAsync(InferenceTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return AskAsync(target.ServerRoute("health"), target.Label, target.SendToken, cancellationToken);
    }

    // A program may be asked for its own page, at its root. At a route of this name it is one of a proxy, or of a network's sign-in.
    private bool IsOfAnother(Uri uri, HttpResponseMessage response)
    {
        bool isPage = response.Content.Headers.ContentType?.MediaType == "text/html"
            && uri.AbsolutePath.EndsWith("/health", StringComparison.OrdinalIgnoreCase);
        if (isPage)
        {
            _transport.Options.Log?.Invoke($"'{uri.Authority}' answers with an HTML page where it should say whether it is ready.");
        }

        return isPage;
    }

    private async Task<bool> AskAsync(Uri uri, string what, bool? sendToken, CancellationToken cancellationToken)
    {
        var request = new HfRequest(HttpMethod.Get, uri)
        {
            Action = $"ask {what} whether it is ready",
            Accept = "*/*",
            // The status is all that counts.
            IsStream = true,
            Retry = RetryRule.Never,
            SendToken = sendToken,
            Timeout = s_timeout,
        };
        try
        {
            using HttpResponseMessage response = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK && !IsOfAnother(uri, response);
        }
        catch (HfException exception) when (exception.Kind is not (
            HfErrorKind.Unauthorized or HfErrorKind.Forbidden or HfErrorKind.TokenNotSet
            or HfErrorKind.UntrustedAddress))
        {
            return false;
        }
    }
}
