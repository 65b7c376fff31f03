namespace HfEndpoints.Client.Tests;

public sealed class PathTests
{
    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../x", "..%2Fx")]
    [InlineData("..\\x", "..%5Cx")]
    [InlineData("ä", "%C3%A4")]
    [InlineData("%2e%2e", "%252e%252e")]
    [InlineData("%2F", "%252F")]
    [InlineData("a b", "a%20b")]
    [InlineData("a?b=c", "a%3Fb%3Dc")]
    [InlineData("a#b", "a%23b")]
    [InlineData("a;b", "a%3Bb")]
    [InlineData("...", "...")]
    [InlineData("a\r\nX: y", "a%0D%0AX%3A%20y")]
    public async Task ANameIsOneSegmentWhateverItHolds(string name, string escaped)
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"e"}"""));
        HfClient client = server.Client();

        await client.Endpoints.GetAsync(name, name);
        await client.Endpoints.PauseAsync(name, name);
        await client.Endpoints.DeleteAsync("acme", name);

        Assert.Equal(
            [$"/v2/endpoint/{escaped}/{escaped}", $"/v2/endpoint/{escaped}/{escaped}/pause", $"/v2/endpoint/acme/{escaped}"],
            server.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\ud83d")]
    [InlineData("\ufffd")]
    public async Task ANameThatWouldReachAnotherRouteIsRefused(string name)
    {
        await using var server = new RawServer(RawConnection.Json("{}"));
        HfClient client = server.Client();

        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.Endpoints.GetAsync("acme", name));
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.Endpoints.DeleteAsync(name, "e"));
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.Endpoints.PauseAsync("acme", name));
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => Expect.AllAsync(client.Endpoints.ListPagesAsync(name)));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task ANameOfAnyLengthIsSentOrRefused()
    {
        await using var server = new RawServer(RawConnection.Status(414));
        HfClient client = server.Client();
        string name = new('n', 70_000);

        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.Endpoints.GetAsync("acme", name));
        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => client.Endpoints.SearchNamesAsync("acme", name));
    }

    [Fact]
    public async Task TheAddressesMayHavePathsAndSlashes()
    {
        await using var server = new RawServer(RawConnection.Json("""{"name":"e"}"""));
        HfClient client = server.Client(options => options with
        {
            HubUri = new Uri(server.Address, "proxy/hub/"),
            EndpointsUri = new Uri(server.Address, "proxy/v2/?ignored=1"),
        });

        await client.Hub.WhoAmIAsync();
        await client.Endpoints.GetAsync("acme", "e");

        Assert.Equal(
            ["/proxy/hub/api/whoami-v2", "/proxy/v2/endpoint/acme/e"], server.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData("proxy/v2/?ignored=1", "/proxy/v3/")]
    [InlineData("v22", "/v3/")]
    [InlineData("proxy", "/proxy/v3/")]
    [InlineData("v", "/v/v3/")]
    [InlineData("22", "/22/v3/")]
    [InlineData("v2b", "/v2b/v3/")]
    [InlineData("vb", "/vb/v3/")]
    [InlineData("", "/v3/")]
    public async Task LogsHaveAVersionOfTheirOwn(string root, string expected)
    {
        await using var server = new RawServer(RawConnection.Json("[]"));
        HfClient client = server.Client(options => options with { EndpointsUri = new Uri(server.Address, root) });

        await Expect.AllAsync(client.Logs.ReadAsync("acme", "e"));

        Assert.StartsWith($"{expected}endpoint/acme/e/logs", server.Requests[0].Target, StringComparison.Ordinal);
    }
}
