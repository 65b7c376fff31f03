using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HfEndpoints.Client.Tests;

/// <summary>Every host there is, with TLS and without it: whatever name a client connects to, it is answered here.</summary>
internal sealed class Internet : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> s_certificate = new(MakeCertificate);
    private readonly RawServer _plain;
    private readonly RawServer _secure;

    /// <summary>Answers all requests.</summary>
    /// <param name="answer">The answer to a request for an address.</param>
    /// <param name="followsRedirects">Whether the HTTP client itself follows redirects, as one that a user brings may.</param>
    public Internet(Func<string, RawConnection, Task> answer, bool followsRedirects = false)
    {
        _plain = new RawServer((request, connection) => answer(AddressOf("http", request), connection));
        _secure = new RawServer((request, connection) => answer(AddressOf("https", request), connection))
        {
            Certificate = s_certificate.Value,
        };
        Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = followsRedirects,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => s_certificate.Value.Equals(shown) },
        });
    }

    public HttpClient Client { get; }

    /// <summary>What arrived: the address, and whether a header of authorization came along.</summary>
    public IReadOnlyList<(string Address, string? Authorization)> Arrived =>
    [
        .. _plain.Requests.Select(request => (AddressOf("http", request), request.Authorization)),
        .. _secure.Requests.Select(request => (AddressOf("https", request), request.Authorization)),
    ];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _plain.DisposeAsync();
        await _secure.DisposeAsync();
    }

    private static string AddressOf(string scheme, RawRequest request) => $"{scheme}://{request.Headers["host"]}{request.Target}";

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        RawServer server = context.InitialRequestMessage.RequestUri!.Scheme == "https" ? _secure : _plain;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.Address.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=everybody", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return TestCertificates.Load(made.Export(X509ContentType.Pkcs12));
    }
}

/// <summary>Certificates as servers on every system want them.</summary>
internal static class TestCertificates
{
    /// <summary>A certificate with a key that is stored, as servers on Windows want it.</summary>
    public static X509Certificate2 Load(byte[] bytes) =>
#if NET9_0_OR_GREATER
        X509CertificateLoader.LoadPkcs12(bytes, null);
#else
        new(bytes);
#endif
}
