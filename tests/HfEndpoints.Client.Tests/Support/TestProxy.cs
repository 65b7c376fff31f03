using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;

namespace HfEndpoints.Client.Tests;

/// <summary>
/// The proxy of this process, which belongs to no single test: it stands before the hosts that tests name, and no other.
/// </summary>
internal sealed class TestProxy : IWebProxy
{
    private static readonly ConcurrentDictionary<string, Uri> s_routes = new(StringComparer.Ordinal);

    public ICredentials? Credentials { get; set; }

    /// <summary>Sends the requests for a host through a proxy.</summary>
    public static void Route(string host, Uri proxy) => s_routes[host] = proxy;

    public Uri? GetProxy(Uri destination) => s_routes.GetValueOrDefault(destination.Host);

    public bool IsBypassed(Uri host) => !s_routes.ContainsKey(host.Host);

    // The first request of the process takes the proxy for all that follow.
    [ModuleInitializer]
    internal static void Use() => HttpClient.DefaultProxy = new TestProxy();
}
