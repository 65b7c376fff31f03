using System.Net;

namespace HfEndpoints.Client;

/// <summary>Tells of the proxy that a request goes through, which is where many a connection fails.</summary>
internal static class ProxyRoute
{
    /// <summary>The words for it after the server's name, without the proxy's credentials; empty where there is none.</summary>
    /// <param name="proxy">What chooses the proxy.</param>
    /// <param name="target">The request's address.</param>
    public static string Describe(IWebProxy proxy, Uri target) =>
        !proxy.IsBypassed(target) && proxy.GetProxy(target) is { } address && address != target
            ? $" through the proxy '{address.Scheme}://{address.Authority}'"
            : "";

    /// <summary>The failure in words that may be shown: .NET tells of a refused tunnel with the proxy's password.</summary>
    public static Exception WithoutCredentials(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } refused
            ? new HttpRequestException(
                HttpRequestError.ProxyTunnelError,
                refused.StatusCode is { } status ? $"it answered the request for a tunnel with HTTP {(int)status}" : "it refused a tunnel",
                statusCode: refused.StatusCode)
            : exception;
}
