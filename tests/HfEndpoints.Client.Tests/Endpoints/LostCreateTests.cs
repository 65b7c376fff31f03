using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Tests;

public sealed class LostCreateTests
{
    private static readonly Dictionary<string, Func<RawConnection, Task>> s_losses = new()
    {
        ["reset"] = connection => connection.ResetAsync(),
        ["close"] = connection => connection.CloseAsync(),
        ["408"] = RawConnection.Status(408),
        ["500"] = RawConnection.Status(500),
        ["502"] = connection => connection.AnswerAsync(502, "<html>", "text/html"),
        ["503"] = RawConnection.Json("""{"error":"Service Unavailable"}""", 503),
        ["504"] = RawConnection.Status(504),
        ["half JSON"] = RawConnection.Json("""{"name":"my-end"""),
        ["a page"] = connection => connection.AnswerAsync(200, "<html>", "text/html"),
        ["nothing"] = RawConnection.Status(200),
        ["half an answer"] = async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"na");
            await connection.CloseAsync();
        },
    };

    public static TheoryData<string> Losses => [.. s_losses.Keys];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task AnEndpointWhoseAnswerWasLostIsFoundAndNotMadeTwice(string loss)
    {
        var log = new List<string>();
        await using RawServer server = Server(s_losses[loss], isCreatedThough: true);

        HfInferenceEndpoint endpoint = await server.Client(options => options with { Log = log.Add })
            .Endpoints.CreateAsync("acme", "e", Samples.Guide).WithinDeadlineAsync();

        Assert.Equal(("acme", "e"), (endpoint.Namespace, endpoint.Name));
        Assert.Equal(["POST /v2/endpoint/acme", "GET /v2/endpoint/acme/e"], Routes(server));
        Assert.Contains("'e'", Assert.Single(log), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task WhatWasNotCreatedIsSentAgainAfterTheLookUp(string loss)
    {
        await using RawServer server = Server(s_losses[loss], isCreatedThough: false);

        HfInferenceEndpoint endpoint = await server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide).WithinDeadlineAsync();

        Assert.Equal("e", endpoint.Name);
        Assert.Equal(["POST /v2/endpoint/acme", "GET /v2/endpoint/acme/e", "POST /v2/endpoint/acme"], Routes(server));
        Assert.Equal(server.Requests[0].Body, server.Requests[2].Body);
    }

    [Fact]
    public async Task ATimeoutIsALossToo()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using RawServer server = Server(connection => connection.HangAsync(), isCreatedThough: true);
        Task<HfInferenceEndpoint> create = server.Client(options => options with { TimeProvider = clock })
            .Endpoints.CreateAsync("acme", "e", Samples.Guide);
        await server.ReceivedAsync(1);

        await clock.PassAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("e", (await create.WithinDeadlineAsync()).Name);
        Assert.Equal(["POST /v2/endpoint/acme", "GET /v2/endpoint/acme/e"], Routes(server));
    }

    [Theory]
    [InlineData("after", 1, 1)]
    [InlineData("middle", 1, 1)]
    [InlineData("before", 1, 2)]
    [InlineData("before", 3, 4)]
    public async Task TheServiceHasOneEndpointInTheEnd(string drop, int times, int posts)
    {
        await using Service service = await Service.StartAsync();
        await service.FailAsync($$"""{"method":"POST","drop":"{{drop}}","times":{{times}}}""");

        HfInferenceEndpoint endpoint = await service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide);

        Assert.Equal("pending", endpoint.Status);
        Assert.Equal(posts, (await service.RequestsAsync("POST")).Count);
        EndpointPage page = Assert.Single(await Expect.AllAsync(service.Client.Endpoints.ListPagesAsync("acme")));
        Assert.Equal("e", Assert.Single(page.Items).Name);
    }

    [Theory]
    [InlineData("\"status\":500")]
    [InlineData("\"status\":503")]
    [InlineData("\"garbage\":true")]
    public async Task AnErrorInPlaceOfTheAnswerToWhatWasCreatedDoublesNothing(string answer)
    {
        await using Service service = await Service.StartAsync();
        await service.FailAsync($$"""{"method":"POST","drop":"after",{{answer}},"times":1}""");

        HfInferenceEndpoint endpoint = await service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide);

        Assert.Equal("e", endpoint.Name);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task ANameThatIsTakenIsAnErrorWithoutALookUp()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e");

        await Expect.ApiErrorAsync(
            HfErrorKind.EndpointAlreadyExists, () => service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide));

        Assert.Equal(["POST /v2/endpoint/acme"], await service.RoutesAsync());
    }

    [Theory]
    [InlineData("""{"model":{"repository":"gpt2-large"}}""")]
    [InlineData("""{"provider":{"vendor":"gcp"}}""")]
    [InlineData("""{"provider":{"region":"eu-west-1"}}""")]
    [InlineData("""{"compute":{"instanceType":"intel-spr"}}""")]
    [InlineData("""{"compute":{"instanceSize":"x4"}}""")]
    [InlineData("""{"status":{"createdAt":"2023-10-26T12:41:53.263078506Z"}}""")]
    [InlineData("""{"status":{"createdAt":null}}""")]
    public async Task AnotherEndpointOfThatNameIsNotTakenForOurs(string difference)
    {
        await using RawServer server = Server(
            RawConnection.Status(500), isCreatedThough: true, JsonNode.Parse(difference)!.AsObject());

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.EndpointAlreadyExists, () => server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide));

        Assert.Equal(["POST /v2/endpoint/acme", "GET /v2/endpoint/acme/e"], Routes(server));
        Assert.Contains("'e'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndpointThatAppearsAfterTheLookUpIsFoundByTheConflict()
    {
        await using var server = new RawServer(
            RawConnection.Status(504),
            RawConnection.Status(404),
            RawConnection.Json("""{"error":"Conflict: it exists","code":"CONFLICT"}""", 409),
            connection => connection.AnswerAsync(200, Created("e"), "application/json"));

        Assert.Equal("e", (await server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide)).Name);

        Assert.Equal(["POST", "GET", "POST", "GET"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task AServerThatNeverAnswersIsGivenUp(int retries, int posts)
    {
        await using var server = new RawServer(
            (request, connection) => connection.AnswerAsync(request.Method == "POST" ? 500 : 404, "", null));

        HfException exception = await Expect.ApiErrorAsync(
            HfErrorKind.ServiceUnavailable,
            () => server.Client(options => options with { MaxRetries = retries }).Endpoints.CreateAsync("acme", "e", Samples.Guide));

        Assert.Equal(500, (int)exception.StatusCode!);
        Assert.Equal(posts, server.Requests.Count(request => request.Method == "POST"));
        Assert.Equal(posts, server.Requests.Count(request => request.Method == "GET"));
    }

    [Theory]
    [InlineData(400, HfErrorKind.InvalidRequest)]
    [InlineData(401, HfErrorKind.Unauthorized)]
    [InlineData(403, HfErrorKind.Forbidden)]
    [InlineData(409, HfErrorKind.EndpointAlreadyExists)]
    [InlineData(422, HfErrorKind.InvalidRequest)]
    public async Task ARefusalIsFinal(int status, HfErrorKind kind)
    {
        await using var server = new RawServer(RawConnection.Status(status));

        await Expect.ApiErrorAsync(kind, () => server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task ARefusalForNowIsSentAgainWithoutALookUp()
    {
        await using var server = new RawServer(RawConnection.Status(429), RawConnection.Json(Created("e")));

        await server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide);

        Assert.Equal(["POST", "POST"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task TheDelayBetweenAttemptsFollowsTheClockAndCanBeCancelled()
    {
        var clock = new ManualTimeProvider();
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(
            (request, connection) => connection.AnswerAsync(request.Method == "POST" ? 500 : 404, "", null));
        Task create = server
            .Client(options => options with { TimeProvider = clock, RetryDelay = TimeSpan.FromSeconds(2) })
            .Endpoints.CreateAsync("acme", "e", Samples.Guide, cancel.Token);
        await clock.PassAsync(1.5, 2);
        await clock.TimerAsync(left => left >= TimeSpan.FromSeconds(3) && left <= TimeSpan.FromSeconds(4));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => create.WithinDeadlineAsync());
        Assert.Equal(["POST", "GET", "POST", "GET"], server.Requests.Select(request => request.Method));
        Assert.Equal(0, clock.PendingTimers);
    }

    /// <summary>A service that loses the first create, and carries it out or not.</summary>
    private static RawServer Server(Func<RawConnection, Task> loss, bool isCreatedThough, JsonObject? difference = null) =>
        new((request, connection) => (request.Method, request.Number) switch
        {
            ("POST", 0) => loss(connection),
            ("GET", _) when !isCreatedThough => connection.AnswerAsync(404, "", null),
            _ => connection.AnswerAsync(200, Created("e", difference), "application/json"),
        });

    private static string Created(string name, JsonObject? difference = null)
    {
        JsonObject endpoint = JsonNode.Parse($$"""
            {"name":"{{name}}","type":"authenticated","provider":{"vendor":"aws","region":"us-east-1"},
             "compute":{"accelerator":"cpu","instanceType":"intel-icl","instanceSize":"x2","scaling":{"minReplica":1,"maxReplica":1} },
             "model":{"repository":"gpt2","framework":"pytorch","task":"text-generation","image":{"huggingface":{} } },
             "status":{"state":"pending","createdAt":"{{DateTimeOffset.UtcNow.AddMinutes(-4):O}}"} }
            """)!.AsObject();
        foreach ((string part, JsonNode? members) in difference ?? [])
        {
            foreach ((string member, JsonNode? value) in members!.AsObject())
            {
                endpoint[part]![member] = value?.DeepClone();
            }
        }

        return endpoint.ToJsonString();
    }

    private static IEnumerable<string> Routes(RawServer server) =>
        server.Requests.Select(request => $"{request.Method} {request.Target}");
}
