using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HfEndpoints.Emulator;

/// <summary>Copies headers between the caller and a backend: all but those that are about one connection only.</summary>
internal static class BackendHeaders
{
    private static readonly HashSet<string> s_ofOneHop = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, "Proxy-Connection", HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization,
        HeaderNames.TE, HeaderNames.Trailer,
        HeaderNames.TransferEncoding, HeaderNames.Upgrade,
    };

    /// <summary>What is meant for the gateway, or said anew.</summary>
    private static readonly HashSet<string> s_notForBackend = new(s_ofOneHop, StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Authorization, HeaderNames.Host, HeaderNames.Expect, "X-Scale-Up-Timeout",
    };

    public static void CopyOver(HttpRequest from, HttpRequestMessage to)
    {
        HashSet<string> named = Named(from.Headers.Connection);
        foreach ((string name, StringValues values) in from.Headers)
        {
            if (s_notForBackend.Contains(name) || named.Contains(name))
            {
                continue;
            }

            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    public static void CopyBack(HttpResponseMessage from, HttpResponse to)
    {
        HashSet<string> named = Named(new StringValues([.. from.Headers.Connection]));
        foreach ((string name, IEnumerable<string> values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated).Select(
            pair => (pair.Key, (IEnumerable<string>)pair.Value)))
        {
            if (!s_ofOneHop.Contains(name) && !named.Contains(name))
            {
                to.Headers[name] = new StringValues([.. values]);
            }
        }
    }

    /// <summary>A Connection header may name further headers that are about this connection only.</summary>
    private static HashSet<string> Named(StringValues connection) =>
        new(connection.SelectMany(value => (value ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), StringComparer.OrdinalIgnoreCase);
}
