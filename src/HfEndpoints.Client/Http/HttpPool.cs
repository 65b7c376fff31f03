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
    /// Sends over them. <see cref="HttpExchange"/> follows redirects, because it knows where a token may go, and ends each request in
    /// its time, so nothing of a client is needed.
    /// </summary>
    public static HttpMessageInvoker Connections { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = ConnectAsync,
        // It is asked for each request, and connections are pooled by its answer.
        Proxy = ProxyRoute.Instance,
        // Names are resolved again now and then, because endpoints move between hosts.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // Drain an abandoned answer only briefly: by default the server of an abandoned stream would continue for two seconds.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(50),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = CertificateCheck.Validate },
        UseCookies = false,
    });

    // A peer that vanished, or a router that dropped the connection, is noticed within a minute.
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
