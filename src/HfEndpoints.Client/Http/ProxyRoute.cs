namespace HfEndpoints.Client;

/// <summary>
/// Chooses the proxy of each request: from the usual variables as they are now, otherwise from .NET's settings. A
/// request to this machine uses no proxy, and a request whose proxy can't be used is not sent.
/// </summary>
internal sealed partial class ProxyRoute : IWebProxy, ICredentials
{
    // Does not throw: the HTTP client would then connect without a proxy, which must never happen.
    private static readonly Uri s_nowhere = new("http://proxy.invalid:9");

    /// <summary>The instance for the connection pool.</summary>
    public static ProxyRoute Instance { get; } = new();

    /// <summary>The credentials for proxies.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <summary>Throws if the proxy of a request can't be used.</summary>
    /// <exception cref="HfException">A variable does not name a proxy that can be used.</exception>
    public static void Check(HfRequest request)
    {
        if (Find(request.Uri) is { Problem: { } problem })
        {
            throw new HfException(HfErrorKind.InvalidRequest, $"Cannot {request.Action}: {problem}");
        }
    }

    /// <summary>The words for a request's proxy after the server's name, without its credentials; empty if there is none.</summary>
    /// <param name="target">The request's address.</param>
    public static string Describe(Uri target) =>
        Find(target)?.Uri is { } proxy ? $" through the proxy '{proxy.Scheme}://{proxy.Authority}'" : "";

    /// <summary>The failure in words that may be shown: .NET's message about a refused tunnel contains the proxy's password.</summary>
    public static Exception WithoutCredentials(Exception exception)
    {
        if (exception is not HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused)
        {
            return exception;
        }

        HttpStatusCode? status = refused.StatusCode ?? StatusInText(refused.Message);
        return new HttpRequestException(
            HttpRequestError.ProxyTunnelError,
            status is { } known ? $"it answered the request for a tunnel with HTTP {(int)known}" : "it refused a tunnel",
            statusCode: status);
    }

    public bool IsBypassed(Uri host) => Find(host) is null;

    public Uri? GetProxy(Uri destination) => Find(destination) is { } proxy ? proxy.Uri ?? s_nowhere : null;

    public NetworkCredential? GetCredential(Uri uri, string authType) => EnvironmentProxy.CredentialOf(uri)
        ?? HttpClient.DefaultProxy.Credentials?.GetCredential(uri, authType);

    // In .NET 8 the status of a refusal is only in the message.
    private static HttpStatusCode? StatusInText(string message) =>
        StatusPattern().Match(message) is { Success: true } match
            ? (HttpStatusCode)int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("(?<=failed with status code ')[1-5][0-9]{2}(?=')")]
    private static partial Regex StatusPattern();

    private static ProxyChoice? Find(Uri target)
    {
        if (!target.IsAbsoluteUri || target.IsLoopback)
        {
            return null;
        }

        if (EnvironmentProxy.IsSet)
        {
            return EnvironmentProxy.Find(target);
        }

        // .NET's own proxy class reads the variables only once.
        IWebProxy told = HttpClient.DefaultProxy;
        return told.GetType().Name != "HttpEnvironmentProxy"
            && !told.IsBypassed(target) && told.GetProxy(target) is { } proxy && proxy != target ? new ProxyChoice(proxy, null) : null;
    }
}
