using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

[Collection(nameof(EnvironmentProxyTests))]
public sealed class TokenPolicyTests
{
    private static readonly Func<RawConnection, Task> s_text = RawConnection.Json("""{"generated_text":"x"}""");

    [Fact]
    public async Task TheSessionsServersGetTheToken()
    {
        await using var hub = new RawServer(RawConnection.Json("""{"name":"alice"}"""));
        await using var api = new RawServer(RawConnection.Json("""{"name":"e"}"""));
        await using var catalog = new RawServer(RawConnection.Json("""{"name":"e"}"""));
        HfClient client = hub.Client(options => options with
        {
            EndpointsUri = new Uri(api.Address, "v2"),
            CatalogUri = new Uri(catalog.Address, "api/catalog"),
        });

        await client.Hub.WhoAmIAsync();
        await client.Endpoints.GetAsync("acme", "e");
        await client.Catalog.DeployAsync("acme", "org/model");

        Assert.All([hub, api, catalog], server => Assert.Equal($"Bearer {TestClient.Token}", Assert.Single(server.Requests).Authorization));
    }

    [Fact]
    public async Task AnAddressOnASessionsServerGetsTheToken()
    {
        await using var server = new RawServer(s_text);

        await server.Client().GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, "serve/x"))).GenerateAsync("hi");

        Assert.Equal($"Bearer {TestClient.Token}", Assert.Single(server.Requests).Authorization);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task AnotherServerGetsTheTokenOnlyWhereItIsVouchedFor(bool? sendToken, bool isSent)
    {
        await using var server = new RawServer(s_text);
        HfClient client = new(new HfClientOptions { Token = HfToken.FromText(TestClient.Token, "test") });

        await client.GetTextGenerationClient(new InferenceTarget(server.Address, sendToken)).GenerateAsync("hi");

        Assert.Equal(isSent, Assert.Single(server.Requests).Authorization is not null);
    }

    [Fact]
    public async Task ASessionsServerGetsNoneWhereThatIsForbidden()
    {
        await using var server = new RawServer(s_text);

        await server.Client().GetTextGenerationClient(new InferenceTarget(server.Address, SendToken: false)).GenerateAsync("hi");

        Assert.Null(Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task WithoutATokenNoneIsSent()
    {
        await using var server = new RawServer(s_text);

        await server.Client(options => options with { Token = null })
            .GetTextGenerationClient(new InferenceTarget(server.Address, SendToken: true)).GenerateAsync("hi");

        Assert.Null(Assert.Single(server.Requests).Authorization);
    }

    // The name is refused before it is looked up: nothing leaves this machine.
    [Theory]
    [InlineData("http://abc.us-east-1.aws.endpoints.huggingface.cloud", null)]
    [InlineData("http://ABC.ENDPOINTS.HUGGINGFACE.CLOUD/generate", null)]
    [InlineData("http://example.org", true)]
    [InlineData("http://192.0.2.1:8080", true)]
    public async Task TheTokenNeverTravelsUnencrypted(string address, bool? sendToken)
    {
        HfClient client = new(new HfClientOptions
        {
            Token = HfToken.FromText(TestClient.Token, "test"),
            MaxRetries = 0,
        });

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.UntrustedAddress,
            () => client.GetTextGenerationClient(new InferenceTarget(new Uri(address), sendToken)).GenerateAsync("hi"));

        Assert.Contains("https", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASessionWithAPlainAddressElsewhereIsRefused()
    {
        HfClient client = TestClient.For(new Uri("http://192.0.2.1:8765/"));

        await Expect.FailureAsync(HfErrorKind.UntrustedAddress, () => client.Hub.WhoAmIAsync());
    }

    [Theory]
    [InlineData("http://evilendpoints.huggingface.cloud")]
    [InlineData("http://endpoints.huggingface.cloud")]
    [InlineData("http://x.endpoints.huggingface.cloud.example.org")]
    [InlineData("http://example.org/x.endpoints.huggingface.cloud")]
    [InlineData("http://x.endpoints.huggingface.cloud@example.org")]
    public async Task ALookAlikeOfTheServicesNameIsNotTrusted(string address)
    {
        HfClient client = new(new HfClientOptions { Token = HfToken.FromText(TestClient.Token, "test") });

        // A trusted name would be refused for its plain http. These come as far as sending, which is cancelled here.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetTextGenerationClient(new InferenceTarget(new Uri(address)))
            .GenerateAsync("hi", cancellationToken: new CancellationToken(canceled: true)));
    }
}
