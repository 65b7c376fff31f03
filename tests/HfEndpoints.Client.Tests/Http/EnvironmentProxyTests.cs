using System.Net;
using System.Net.Sockets;

namespace HfEndpoints.Client.Tests;

/// <summary>
/// Sets the variables of the process. Of the tests that run meanwhile, all speak to this machine, which no proxy is for; those
/// that name other hosts are in the same collection.
/// </summary>
[Collection(nameof(EnvironmentProxyTests))]
public sealed class EnvironmentProxyTests : IDisposable
{
    private static readonly string[] s_names =
    [
        "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    ];
    private readonly Dictionary<string, string?> _before = s_names.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public EnvironmentProxyTests()
    {
        foreach (string name in s_names)
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Theory]
    [InlineData("socks5", 5)]
    [InlineData("socks5h", 5)]
    [InlineData("socks4a", 4)]
    [InlineData("http", (byte)'C')]
    public async Task AProxyOfEachKindIsAsked(string scheme, byte first)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        Environment.SetEnvironmentVariable("HTTPS_PROXY", $"{scheme}://{proxy.LocalEndpoint}");
        Task answer = AskAsync();

        using Socket socket = await proxy.AcceptSocketAsync().WithinDeadlineAsync();
        byte[] greeting = new byte[1];
        Assert.Equal(1, await socket.ReceiveAsync(greeting));
        socket.Close();

        Assert.Equal(first, greeting[0]);
        HfException failure = await Expect.FailureAsync(HfErrorKind.ConnectionFailed, () => answer);
        Assert.Contains(proxy.LocalEndpoint.ToString()!, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://proxy:21")]
    [InlineData("quic://user:s3cret@proxy:1")]
    [InlineData("http://")]
    [InlineData("http://[")]
    public async Task AProxyThatCantBeUsedIsAnErrorAndNoDirectConnection(string proxy)
    {
        Environment.SetEnvironmentVariable("HTTPS_PROXY", proxy);

        HfException failure = await Expect.FailureAsync(HfErrorKind.InvalidRequest, AskAsync);

        Assert.Contains("https_proxy", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task VariablesAreReadAnewForEachRequest()
    {
        await using var first = new RawServer(RawConnection.Status(407));
        await using var second = new RawServer(RawConnection.Status(407));
        foreach (RawServer proxy in (RawServer[])[first, second, first])
        {
            Environment.SetEnvironmentVariable("HTTPS_PROXY", proxy.Address.ToString());
            await Expect.FailureAsync(HfErrorKind.ConnectionFailed, AskAsync);
        }

        Assert.Equal((2, 1), (first.Requests.Count, second.Requests.Count));
    }

    [Fact]
    public async Task NothingOfThisMachineGoesThroughAProxy()
    {
        await using var proxy = new RawServer(RawConnection.Status(500));
        await using var server = new RawServer(RawConnection.Json("""{"name":"alice"}"""));
        Environment.SetEnvironmentVariable("HTTP_PROXY", proxy.Address.ToString());
        Environment.SetEnvironmentVariable("ALL_PROXY", proxy.Address.ToString());

        Assert.Equal("alice", (await server.Client().Hub.WhoAmIAsync()).Name);

        Assert.Empty(proxy.Requests);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("other.example", true)]
    [InlineData("xhost.example", true)]
    [InlineData("host.example:444", true)]
    [InlineData("host.example:443", false)]
    [InlineData("HOST.example", false)]
    [InlineData("a.b, example", false)]
    [InlineData(".example", false)]
    [InlineData("*.host.example", false)]
    [InlineData("*", false)]
    public void ExceptionsAreOfNamesAndTheirEnds(string exceptions, bool isUsed)
    {
        Environment.SetEnvironmentVariable("HTTPS_PROXY", "proxy:3128");
        Environment.SetEnvironmentVariable("NO_PROXY", exceptions);

        Assert.Equal(isUsed, EnvironmentProxy.Find(new Uri("https://host.example/")) is not null);
    }

    [Theory]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("11.0.0.0/8", true)]
    [InlineData("2.3", true)]
    public void ExceptionsOfAddressesAreWholeOrRanges(string exceptions, bool isUsed)
    {
        Environment.SetEnvironmentVariable("all_proxy", "socks5h://proxy");
        Environment.SetEnvironmentVariable("NO_PROXY", exceptions);

        Assert.Equal(isUsed, EnvironmentProxy.Find(new Uri("https://10.1.2.3/")) is not null);
    }

    [Theory]
    [InlineData("proxy", "http://proxy/")]
    [InlineData("proxy:3128", "http://proxy:3128/")]
    [InlineData("socks5h://proxy", "socks5://proxy:1080/")]
    [InlineData("https://u:p%40ss@proxy:1", "https://u:p%40ss@proxy:1/")]
    public void AProxyIsWrittenInManyWays(string text, string uri)
    {
        Environment.SetEnvironmentVariable("https_proxy", text);

        Assert.Equal(uri, EnvironmentProxy.Find(new Uri("https://host.example/"))!.Uri!.AbsoluteUri);
    }

    [Fact]
    public void ThePasswordIsTheOneOfTheVariable()
    {
        Environment.SetEnvironmentVariable("https_proxy", "http://user:p%40ss@proxy:3128");

        NetworkCredential? credential = EnvironmentProxy.CredentialOf(new Uri("http://proxy:3128"));

        Assert.Equal(("user", "p@ss"), (credential?.UserName, credential?.Password));
        Assert.Null(EnvironmentProxy.CredentialOf(new Uri("http://other:3128")));
    }

    private static Task AskAsync() => TestClient
        .For(new Uri("https://nowhere.example/"), options => options with { MaxRetries = 0 })
        .Endpoints.GetAsync("acme", "e");
}
