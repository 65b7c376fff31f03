using System.Net.Sockets;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class RetryTests
{
    private static readonly Func<RawConnection, Task> s_endpoint = RawConnection.Json("""{"name":"e","status":{"state":"running"}}""");

    public static TheoryData<string> Calls =>
        ["get", "list", "update", "pause", "resume", "scale", "delete", "whoami", "generate"];

    public static IEnumerable<object[]> CallsAndStatuses =>
        from object[] call in Calls
        from status in (int[])[408, 429, 500, 502, 504]
        select (object[])[call[0], status];

    [Theory]
    [MemberData(nameof(CallsAndStatuses))]
    public async Task AStatusThatMayPassIsAskedAgain(string call, int status)
    {
        await using var server = new RawServer(RawConnection.Status(status), RawConnection.Status(status), Success(call));

        await CallAsync(server.Client(), call, server);

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => (request.Method, request.Target, request.Body)).Distinct());
    }

    [Theory]
    [InlineData("input (802 tokens) is too large to process. increase the physical batch size", HfErrorKind.InvalidRequest)]
    [InlineData("The model produced output that does not match the expected format", HfErrorKind.GenerationFailed)]
    public async Task AnAnswer500ThatConcernsTheRequestIsNotAskedAgain(string text, HfErrorKind kind)
    {
        string body = $$"""{"error":{"code":500,"message":"{{text}}","type":"server_error"} }""";
        await using var server = new RawServer(RawConnection.Json(body, 500));

        foreach (HfException failure in new[]
        {
            await Expect.FailureAsync(kind, () => CallAsync(server.Client(), "generate", server)),
            await Expect.FailureAsync(kind, () => Expect.AllAsync(
                server.Client().GetTextGenerationClient(new InferenceTarget(server.Address)).StreamAsync("hi"))),
        })
        {
            Assert.Equal(text, failure.ServerMessage);
        }

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task AnUnavailableServiceIsAskedAgain()
    {
        await using var server = new RawServer(RawConnection.Status(503), s_endpoint);

        await server.Client().Endpoints.GetAsync("acme", "e");

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task ADroppedConnectionIsTriedAgain(string call)
    {
        await using var server = new RawServer(
            connection => connection.ResetAsync(), connection => connection.CloseAsync(), Success(call));

        await CallAsync(server.Client(), call, server);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task AnAnswerThatBreaksOffIsAskedForAgain(string call)
    {
        await using var server = new RawServer(
            async connection =>
            {
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"na");
                await connection.CloseAsync();
            },
            Success(call));

        await CallAsync(server.Client(), call, server);

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(424)]
    [InlineData(501)]
    public async Task AStatusThatDoesNotPassIsReportedAtOnce(int status)
    {
        await using var server = new RawServer(RawConnection.Status(status));

        HfException exception = await Assert.ThrowsAsync<HfException>(() => server.Client().Endpoints.PauseAsync("acme", "e"));

        Assert.Equal(status, (int)exception.StatusCode!);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task RepetitionsAreBounded(int retries)
    {
        await using var failing = new RawServer(RawConnection.Status(500));
        await using var dropping = new RawServer(connection => connection.ResetAsync());

        await Expect.ApiErrorAsync(
            HfErrorKind.ServiceUnavailable,
            () => failing.Client(options => options with { MaxRetries = retries }).Endpoints.GetAsync("acme", "e"));
        HfException broken = await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed,
            () => dropping.Client(options => options with { MaxRetries = retries }).Endpoints.GetAsync("acme", "e"));

        Assert.Equal(retries + 1, failing.Requests.Count);
        Assert.Equal(retries + 1, dropping.Requests.Count);
        Assert.Contains(dropping.Address.Authority, broken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AServerThatIsNotThereIsTriedAgainAndThenReported(bool isDeploy)
    {
        var log = new List<string>();
        Uri nobody = RawServer.Nobody();
        HfClient client = TestClient.For(nobody, options => options with { MaxRetries = 2, Log = log.Add });

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed,
            () => isDeploy ? client.Catalog.DeployAsync("acme", "org/model") : client.Hub.WhoAmIAsync());

        Assert.Equal(2, log.Count);
        Assert.False(exception.IsOutcomeUnknown);
        Assert.IsType<SocketException>(exception.GetBaseException());
        Assert.Contains(nobody.Authority, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RepetitionsAreAnnounced()
    {
        var log = new List<string>();
        await using var server = new RawServer(RawConnection.Status(502), connection => connection.ResetAsync(), s_endpoint);

        await server.Client(options => options with { Log = log.Add }).Endpoints.GetAsync("acme", "e");

        Assert.Equal(2, log.Count);
        Assert.Matches("'e'.*'acme'.*HTTP 502", log[0]);
        Assert.Contains("1 of 3", log[0], StringComparison.Ordinal);
        Assert.Contains("2 of 3", log[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task ADeployFromTheCatalogIsNotSentAgain(int status)
    {
        await using var server = new RawServer(RawConnection.Status(status));

        await Assert.ThrowsAsync<HfException>(() => server.Client().Catalog.DeployAsync("acme", "org/model"));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ADeployFromTheCatalogThatWasCutOffIsNotSentAgain()
    {
        await using var server = new RawServer(connection => connection.ResetAsync());

        await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed, () => server.Client().Catalog.DeployAsync("acme", "org/model"));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ADeployFromTheCatalogThatWasRefusedForNowIsSentAgain()
    {
        await using var server = new RawServer(RawConnection.Status(429), RawConnection.Json("""{"endpoint":{"name":"e"}}"""));

        Assert.Equal("e", (await server.Client().Catalog.DeployAsync("acme", "org/model")).Name);

        Assert.Equal(2, server.Requests.Count);
    }

    private static Func<RawConnection, Task> Success(string call) => call switch
    {
        "list" => RawConnection.Json("""{"items":[]}"""),
        "generate" => RawConnection.Json("""{"generated_text":"x"}"""),
        _ => s_endpoint,
    };

    private static Task CallAsync(HfClient client, string call, RawServer server) => (call switch
    {
        "get" => client.Endpoints.GetAsync("acme", "e"),
        "list" => Expect.AllAsync(client.Endpoints.ListPagesAsync("acme")),
        "update" => client.Endpoints.UpdateAsync("acme", "e", new() { MaxReplica = 2 }),
        "pause" => client.Endpoints.PauseAsync("acme", "e"),
        "resume" => client.Endpoints.ResumeAsync("acme", "e"),
        "scale" => client.Endpoints.ScaleToZeroAsync("acme", "e"),
        "delete" => client.Endpoints.DeleteAsync("acme", "e"),
        "whoami" => client.Hub.WhoAmIAsync(),
        "generate" => client.GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, "serve"))).GenerateAsync("hi"),
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    }).WithinDeadlineAsync();
}
