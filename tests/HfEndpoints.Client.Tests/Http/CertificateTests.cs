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
        using X509Certificate2 certificate = TestCertificates.Load(made.Export(X509ContentType.Pkcs12));
        await using var server = new RawServer(RawConnection.Status(200)) { Certificate = certificate };
        var address = new UriBuilder(server.Address) { Scheme = "https" }.Uri;

        HfException failure = await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed,
            () => TestClient.For(address, options => options with { MaxRetries = 0 }).Catalog.DeployAsync("acme", "org/model"));

        Assert.False(failure.IsOutcomeUnknown);

        foreach (string part in (string[])["CN=elsewhere.example", "2020-01-01", "2020-02-01", "another name", "expired", "not trusted"])
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }
    }
}
