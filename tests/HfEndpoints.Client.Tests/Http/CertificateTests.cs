using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HfEndpoints.Client.Tests;

public sealed class CertificateTests
{
    [Fact]
    public async Task ACertificateThatIsNotTrustedIsNamedWithTheReasons()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=elsewhere.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero));
        using X509Certificate2 certificate = Load(made.Export(X509ContentType.Pkcs12));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, certificate);
        var server = new Uri($"https://{listener.LocalEndpoint}/");

        HfException failure = await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed,
            () => TestClient.For(server, options => options with { MaxRetries = 0 }).Hub.WhoAmIAsync());
        await serving.WithinDeadlineAsync();

        foreach (string part in (string[])["CN=elsewhere.example", "2020-01-01", "2020-02-01", "another name", "expired", "not trusted"])
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }
    }

    // With a key that is stored, as servers on Windows want it.
    private static X509Certificate2 Load(byte[] bytes) =>
#if NET9_0_OR_GREATER
        X509CertificateLoader.LoadPkcs12(bytes, null);
#else
        new(bytes);
#endif

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using Socket socket = await listener.AcceptSocketAsync();
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // The client has hung up.
        }
    }
}
