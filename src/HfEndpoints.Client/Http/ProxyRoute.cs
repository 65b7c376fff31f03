using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace HfEndpoints.Client;

/// <summary>
/// Chooses the proxy of each request: by the usual variables as they are now, else by what .NET was told. A request to
/// this machine goes through none, and one whose proxy can't be used is not sent.
/// </summary>
internal sealed partial class ProxyRoute : IWebProxy, ICredentials
{
    // Names nobody: the HTTP client goes without a proxy where one throws, and that must never be.
    private static readonly Uri s_nowhere = new("http://proxy.invalid:9");

    /// <summary>The one that the pool of connections asks.</summary>
    public static ProxyRoute Instance { get; } = new();

    /// <summary>Who the proxies are told we are.</summary>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <summary>Refuses a request whose proxy can't be used.</summary>
    /// <exception cref="HfException">A variable does not name a proxy that can be used.</exception>
    public static void Check(HfRequest request)
    {
        if (Find(request.Uri) is { Problem: { } problem })
        {
            throw new HfException(HfErrorKind.InvalidRequest, $"Cannot {request.Action}: {problem}");
        }
    }

    /// <summary>The words for a request's proxy after the server's name, without its credentials; empty where there is none.</summary>
    /// <param name="target">The request's address.</param>
    public static string Describe(Uri target) =>
        Find(target)?.Uri is { } proxy ? $" through the proxy '{proxy.Scheme}://{proxy.Authority}'" : "";

    /// <summary>The failure in words that may be shown: .NET tells of a refused tunnel with the proxy's password.</summary>
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

    // .NET 8 has the status of a refusal in its message only.
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

        // The one of .NET's own that reads the variables read them once, long ago.
        IWebProxy told = HttpClient.DefaultProxy;
        return told.GetType().Name != "HttpEnvironmentProxy"
            && !told.IsBypassed(target) && told.GetProxy(target) is { } proxy && proxy != target
                ? new ProxyChoice(proxy, null)
                : null;
    }
}
