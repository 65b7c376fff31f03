using System.Net.Security;
using System.Net.Sockets;

namespace HfEndpoints.Client;

/// <summary>The one pool of connections of the process.</summary>
internal static class HttpPool
{
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveInterval = 10;
    private const int KeepAliveProbes = 3;

    /// <summary>
    /// The only client. Redirects are followed by <see cref="HttpExchange"/>, which knows where a token may go, and
    /// time-outs are each request's own.
    /// </summary>
    public static HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = ConnectAsync,
        // It is asked for each request, and connections are kept by what it says.
        Proxy = ProxyRoute.Instance,
        // A new look-up of the name now and then: endpoints move between hosts.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // An answer that is not wanted any more is read on only while it is nearly here: by default the server of an
        // abandoned stream would go on for two seconds.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(50),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = CertificateCheck.Validate },
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    // A peer that is gone without a word, and a router that forgot the connection, are noticed within a minute.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);

            // After the connection: .NET 8 cannot try the next address with a socket on which these were set before.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveInterval);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
