namespace HfEndpoints.Client.Tests;

[Collection(nameof(EnvironmentProxyTests))]
public sealed class ProxyTests
{
    [Fact]
    public async Task AProxyThatIsNotThereIsNamed()
    {
        Uri nobody = RawServer.Nobody();

        HfException failure = await FailAsync("dead.proxied.example", nobody);

        Assert.Contains(
            $"no connection to 'dead.proxied.example' through the proxy 'http://{nobody.Authority}' (",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AProxyThatRefusesIsReportedWithItsStatus()
    {
        await using var proxy = new RawServer(RawConnection.Status(407));

        HfException failure = await FailAsync("refused.proxied.example", proxy.Address);

        Assert.EndsWith(
            $"through the proxy 'http://{proxy.Address.Authority}' (it answered the request for a tunnel with HTTP 407).",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(["CONNECT", "CONNECT", "CONNECT", "CONNECT"], proxy.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task AServerThatIsReachedDirectlyIsNamedAlone()
    {
        await using var server = new RawServer(connection => connection.ResetAsync());

        HfException failure = await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed, () => server.Client().Endpoints.GetAsync("acme", "e"));

        Assert.DoesNotContain("proxy", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Fails to reach a host through a proxy that wants a password, which is shown nowhere. Nothing was sent to the host, so it is
    /// tried again.
    /// </summary>
    private static async Task<HfException> FailAsync(string host, Uri proxy)
    {
        TestProxy.Route(host, new UriBuilder(proxy) { UserName = "user", Password = "s3cret" }.Uri);
        HfException failure = await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed, () => TestClient.For(new Uri($"https://{host}/")).Catalog.DeployAsync("acme", "org/model"));
        Assert.False(failure.IsOutcomeUnknown);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        return failure;
    }
}
