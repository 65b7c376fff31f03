using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>Where the token arrives, by servers that stand for every host and note what they are sent.</summary>
[Collection(nameof(EnvironmentProxyTests))]
public sealed class TokenRulesTests : IDisposable
{
    private const string Bearer = $"Bearer {TestClient.Token}";
    private const string Hub = "https://huggingface.co/";
    private const string Deployed = "https://x.us-east-1.aws.endpoints.huggingface.cloud/";
    private static readonly string[] s_proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    // What a server or a person may give, whether it is the same place as the hub, and whether a person's prompt gets a token there.
    private static readonly (string Address, bool IsHub, bool IsTrusted)[] s_addresses =
    [
        (Hub + "x", true, true),
        ("https://HUGGINGFACE.CO/x", true, true),
        ("https://huggingface.co:443/x", true, true),
        ("https://user:password@huggingface.co/x", true, true),
        ("https://api.endpoints.huggingface.cloud/v2", false, true),
        ("https://endpoints.huggingface.co/x", false, true),
        (Deployed, false, true),
        ("https://X.US-EAST-1.AWS.ENDPOINTS.HUGGINGFACE.CLOUD/x", false, true),
        ("https://x.endpoints.huggingface.cloud:8443/x", false, true),
        ("https://user:password@x.endpoints.huggingface.cloud/x", false, true),

        // The name is right, but not the rest.
        ("https://huggingface.co:8443/x", false, false),
        ("https://huggingface.co./x", false, false),
        ("https://endpoints.huggingface.cloud/x", false, false),
        ("https://x.endpoints.huggingface.cloud./x", false, false),
        ("http://huggingface.co/x", false, false),
        ("http://huggingface.co:443/x", false, false),

        // Look-alikes.
        ("https://evil.example/x", false, false),
        ("https://huggingface.co.evil.example/x", false, false),
        ("https://evilhuggingface.co/x", false, false),
        ("https://huggingface.co@evil.example/x", false, false),
        ("https://huggingface.co%2f@evil.example/x", false, false),
        ("https://huggingface.com/x", false, false),
        ("https://huggingface.c/x", false, false),
        ("https://huggingf\u0430ce.co/x", false, false),
        ("https://evilendpoints.huggingface.cloud/x", false, false),
        ("https://x.endpoints.huggingface.cloud.evil.example/x", false, false),
        ("https://x.endpoints.huggingface.cloud@evil.example/x", false, false),
        ("https://x.endpoints.huggingface.cl\u043eud/x", false, false),
        ("https://evil.example/.endpoints.huggingface.cloud", false, false),
        ("https://evil.example?.endpoints.huggingface.cloud", false, false),
        ("https://evil.example#.endpoints.huggingface.cloud", false, false),
        ("https://203.0.113.7/x", false, false),
        ("http://localhost:81/x", false, false),
        ("http://127.0.0.1:81/x", false, false),
        ("http://[::1]:81/x", false, false),
    ];

    // Only a redirect can be one of these.
    private static readonly (string Location, bool IsHub)[] s_relative =
    [
        ("/x", true),
        ("x", true),
        ("?x", true),
        ("//huggingface.co/x", true),
        ("//evil.example/x", false),
        ("///evil.example/x", false),
        ("\\\\evil.example\\x", false),
        ("//huggingface.co@evil.example/x", false),
        ("//huggingface.co:8443/x", false),
        ("https://evil.example\\.huggingface.co/x", false),
        ("http:", false),
        ("file:///etc/passwd", false),
        ("data:,x", false),
        ("", false),
    ];

    private readonly Dictionary<string, string?> _before = s_proxies.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public static TheoryData<string, bool> Addresses
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach ((string address, bool _, bool isTrusted) in s_addresses)
            {
                data.Add(address, isTrusted);
            }

            return data;
        }
    }

    public static TheoryData<int, string, bool> Redirects
    {
        get
        {
            var data = new TheoryData<int, string, bool>();
            foreach (int status in (int[])[301, 302, 303, 307, 308])
            {
                foreach ((string location, bool isHub) in s_addresses.Select(row => (row.Address, row.IsHub)).Concat(s_relative))
                {
                    data.Add(status, location, isHub);
                }
            }

            return data;
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
    [MemberData(nameof(Addresses))]
    public async Task AnAddressGetsTheTokenOnlyIfItIsTrusted(string address, bool isTrusted)
    {
        await using Internet internet = Answering("""{"generated_text":"x"}""");

        await Client(internet).GetTextGenerationClient(Tgi(address)).GenerateAsync("hi");

        Assert.Equal(isTrusted ? Bearer : null, Assert.Single(internet.Arrived).Authorization);
    }

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task ARedirectIsFollowedOnlyToTheSamePlace(int status, string location, bool isFollowed)
    {
        int asked = 0;
        await using var internet = new Internet((_, connection) => asked++ == 0
            ? connection.AnswerAsync(status, "", null, $"Location: {location}")
            : connection.AnswerAsync(200, """{"name":"alice"}""", "application/json"));
        Task<WhoAmI> call = Client(internet).Hub.WhoAmIAsync();

        if (isFollowed)
        {
            Assert.Equal("alice", (await call).Name);
        }
        else
        {
            await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => call);
        }

        Assert.Equal(isFollowed ? 2 : 1, internet.Arrived.Count);
        Assert.All(internet.Arrived, request => Assert.StartsWith(Hub, request.Address, StringComparison.Ordinal));
        Assert.All(internet.Arrived, request => Assert.Equal(Bearer, request.Authorization));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task APromptIsNotRedirectedElsewhere(int status)
    {
        foreach (string location in s_addresses.Where(row => !row.IsHub).Select(row => row.Address))
        {
            await using var internet = new Internet((_, connection) =>
                connection.AnswerAsync(status, "", null, $"Location: {location}"));

            await Expect.FailureAsync(
                HfErrorKind.InvalidResponse,
                () => Client(internet).GetTextGenerationClient(Tgi("https://y.endpoints.huggingface.cloud/")).GenerateAsync("hi"));

            Assert.Equal(("https://y.endpoints.huggingface.cloud/", Bearer), Assert.Single(internet.Arrived));
        }
    }

    [Fact]
    public async Task AnHttpClientThatFollowsRedirectsItselfTakesNoTokenAlong()
    {
        await using var internet = new Internet(
            (address, connection) => address.StartsWith(Hub, StringComparison.Ordinal)
                ? connection.AnswerAsync(302, "", null, "Location: https://evil.example/x")
                : connection.AnswerAsync(200, """{"name":"alice"}""", "application/json"),
            followsRedirects: true);

        await Client(internet).Hub.WhoAmIAsync();

        Assert.Equal(
            [($"{Hub}api/whoami-v2", Bearer), ("https://evil.example/x", null)], internet.Arrived);
    }

    [Theory]
    [InlineData("http://x.endpoints.huggingface.cloud/")]
    [InlineData("http://evil.example/")]
    [InlineData("http://127.0.0.1.evil.example/")]
    [InlineData("http://localhost.evil.example/")]
    [InlineData("http://localhost./")]
    [InlineData("http://0.0.0.0/")]
    public async Task WithoutTlsNothingIsSentWithATokenExceptToThisMachine(string address)
    {
        await using Internet internet = Answering("""{"generated_text":"x"}""");

        await Expect.FailureAsync(
            HfErrorKind.UntrustedAddress,
            () => Client(internet).GetTextGenerationClient(Tgi(address) with { SendToken = true }).GenerateAsync("hi"));

        Assert.Empty(internet.Arrived);
    }

    // The service says where an endpoint is: there the token goes, and no longer to where it was.
    [Fact]
    public async Task AnEndpointThatMovesTakesTheTokenAlong()
    {
        string url = "https://before.example/";
        await using var internet = new Internet((address, connection) => connection.AnswerAsync(
            200,
            address.Contains("/v2/", StringComparison.Ordinal)
                ? $$"""{"name":"e","status":{"state":"running","url":"{{url}}"},"model":{"image":{"tgi":{} } } }"""
                : """{"generated_text":"x"}""",
            "application/json"));
        HfClient client = Client(internet);
        foreach (string next in (string[])["https://before.example/", "https://after.example/"])
        {
            url = next;
            await GenerateAsync();
        }

        url = "http://plain.example/";
        await Expect.FailureAsync(HfErrorKind.UntrustedAddress, GenerateAsync);
        url = "file:///etc/passwd";
        await Assert.ThrowsAsync<HfException>(GenerateAsync);

        Assert.Equal(
            ["https://before.example/", "https://after.example/"],
            internet.Arrived.Select(request => request.Address).Where(address => !address.Contains("/v2/", StringComparison.Ordinal)));
        Assert.All(internet.Arrived, request => Assert.Equal(Bearer, request.Authorization));

        async Task GenerateAsync() => await client
            .GetTextGenerationClient(InferenceTarget.FromEndpoint(await client.Endpoints.GetAsync("alice", "e"))).GenerateAsync("hi");
    }

    // The proxy sees the name of the host alone, or a request that has no token.
    [Theory]
    [InlineData(Deployed, null, "CONNECT x.us-east-1.aws.endpoints.huggingface.cloud:443")]
    [InlineData("https://elsewhere.example/", true, "CONNECT elsewhere.example:443")]
    [InlineData("http://elsewhere.example/", null, "POST http://elsewhere.example/")]
    [InlineData("http://elsewhere.example/", true, null)]
    [InlineData("http://x.endpoints.huggingface.cloud/", null, null)]
    public async Task AProxyGetsNoToken(string address, bool? sendToken, string? expected)
    {
        await using var proxy = new RawServer(RawConnection.Status(407));
        foreach (string name in s_proxies)
        {
            Environment.SetEnvironmentVariable(name, proxy.Address.ToString());
        }

        var client = new HfClient(new HfClientOptions { Token = HfToken.FromText(TestClient.Token, "test"), MaxRetries = 0 });
        HfException failure = await Assert.ThrowsAsync<HfException>(
            () => client.GetTextGenerationClient(Tgi(address) with { SendToken = sendToken }).GenerateAsync("hi"));

        Assert.Equal(expected is null, failure.Kind == HfErrorKind.UntrustedAddress);
        Assert.Equal(expected, proxy.Requests.Select(request => $"{request.Method} {request.Target}").Distinct().SingleOrDefault());
        Assert.All(proxy.Requests, request => Assert.Null(request.Authorization));
        Assert.All(proxy.Requests, request => Assert.DoesNotContain(
            request.Headers.Values, value => value.Contains(TestClient.Token, StringComparison.Ordinal)));
    }

    private static Internet Answering(string json) =>
        new((_, connection) => connection.AnswerAsync(200, json, "application/json"));

    private static InferenceTarget Tgi(string address) => new(new Uri(address)) { Engine = ServerEngine.Tgi };

    private static HfClient Client(Internet internet) => new(new HfClientOptions
    {
        HttpClient = internet.Client,
        Token = HfToken.FromText(TestClient.Token, "test"),
        MaxRetries = 0,
        RetryDelay = TimeSpan.Zero,
    });
}
