namespace HfEndpoints.Client.Tests;

public sealed class LifecycleTests : IAsyncLifetime
{
    private static readonly Func<RawConnection, Task> s_endpoint = RawConnection.Json("""{"name":"e","status":{"state":"running"}}""");

    private Service _service = null!;

    private EndpointsClient Endpoints => _service.Client.Endpoints;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task PauseAndResumeGiveTheEndpointAsItIsNow()
    {
        await _service.PutAsync("e");

        Assert.Equal("paused", (await Endpoints.PauseAsync("acme", "e")).Status);
        HfInferenceEndpoint resumed = await Endpoints.ResumeAsync("acme", "e");

        Assert.Equal(("acme", "pending"), (resumed.Namespace, resumed.Status));
        Assert.Equal(
            ["POST /v2/endpoint/acme/e/pause", "POST /v2/endpoint/acme/e/resume"], await _service.RoutesAsync());
    }

    [Fact]
    public async Task ScaleToZeroGivesTheEndpointAsItIsNow()
    {
        await _service.PutAsync("e", """{"compute":{"scaling":{"minReplica":0,"maxReplica":1}}}""");

        Assert.Equal("scaledToZero", (await Endpoints.ScaleToZeroAsync("acme", "e")).Status);
    }

    [Fact]
    public async Task ResumingARunningEndpointIsFine()
    {
        await _service.PutAsync("e");

        Assert.Equal("running", (await Endpoints.ResumeAsync("acme", "e")).Status);
        Assert.Equal(["POST /v2/endpoint/acme/e/resume", "GET /v2/endpoint/acme/e"], await _service.RoutesAsync());
    }

    [Fact]
    public async Task ResumingARunningEndpointIsAnErrorWhereThatWasAskedFor()
    {
        await _service.PutAsync("e");

        await Expect.ApiErrorAsync(
            HfErrorKind.EndpointAlreadyRunning, () => Endpoints.ResumeAsync("acme", "e", failIfRunning: true));

        Assert.Equal(["POST /v2/endpoint/acme/e/resume"], await _service.RoutesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AResumeWhoseAnswerIsLostHasResumed(bool isConnectionUsed)
    {
        await _service.PutAsync("e", """{"state":"paused"}""");
        await UseConnectionAsync(isConnectionUsed);
        await _service.FailAsync("""{"method":"POST","drop":"after","times":1}""");

        HfInferenceEndpoint resumed = await Endpoints.ResumeAsync("acme", "e", failIfRunning: true);

        Assert.Equal("pending", resumed.Status);
        Assert.Equal(2, (await _service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task AConfigurationErrorCannotBeResumed()
    {
        await _service.PutAsync("e", """{"state":"updateFailed"}""");

        await Expect.ApiErrorAsync(HfErrorKind.InvalidRequest, () => Endpoints.ResumeAsync("acme", "e"));
    }

    [Fact]
    public async Task ADeletedEndpointIsGone()
    {
        await _service.PutAsync("e");

        await Endpoints.DeleteAsync("acme", "e");

        await Expect.ApiErrorAsync(HfErrorKind.EndpointNotFound, () => Endpoints.GetAsync("acme", "e"));
    }

    [Fact]
    public async Task DeletingWhatIsNotThereIsAnError()
    {
        await Expect.ApiErrorAsync(HfErrorKind.EndpointNotFound, () => Endpoints.DeleteAsync("acme", "e"));

        Assert.Single(await _service.RequestsAsync());
    }

    [Theory]
    [InlineData("""{"method":"DELETE","drop":"after","times":1}""", false)]
    [InlineData("""{"method":"DELETE","drop":"after","times":1}""", true)]
    [InlineData("""{"method":"DELETE","drop":"before","times":1}""", true)]
    [InlineData("""{"method":"DELETE","drop":"middle","times":1}""", false)]
    [InlineData("""{"method":"DELETE","status":502,"times":1}""", false)]
    public async Task ADeleteWhoseAnswerIsLostHasDeleted(string fault, bool isConnectionUsed)
    {
        var log = new List<string>();
        await _service.PutAsync("e");
        await UseConnectionAsync(isConnectionUsed);
        await _service.FailAsync(fault);

        await _service.ClientWith(options => options with { Log = log.Add }).Endpoints.DeleteAsync("acme", "e");

        Assert.Equal(2, (await _service.RequestsAsync("DELETE")).Count);
        Assert.NotEmpty(log);
        await Expect.ApiErrorAsync(HfErrorKind.EndpointNotFound, () => Endpoints.GetAsync("acme", "e"));
    }

    [Fact]
    public async Task ADeleteThatDotNetItselfWouldSendAgainHasDeletedToo()
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"name":"e"}"""), connection => connection.CloseAsync(), RawConnection.Status(404));
        EndpointsClient endpoints = server.Client().Endpoints;
        await endpoints.GetAsync("acme", "e");

        await endpoints.DeleteAsync("acme", "e");

        Assert.Equal(["GET", "DELETE", "DELETE"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(202, "{}")]
    [InlineData(200, "[]")]
    public async Task ADeletesAnswerDoesNotMatter(int status, string body)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(status, body, null));

        await server.Client().Endpoints.DeleteAsync("acme", "e");

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("not json", null)]
    [InlineData("not json", "Content-Encoding: gzip")]
    [InlineData("<html>", "Content-Type: text/html")]
    public async Task ADeleteWhoseAnswerCannotBeReadIsLookedInto(string body, string? header)
    {
        Func<RawConnection, Task> garbage = connection => connection.AnswerAsync(200, body, null, header is null ? [] : [header]);
        await using var gone = new RawServer(garbage, RawConnection.Status(404));
        await using var there = new RawServer(garbage, s_endpoint, RawConnection.Status(200));
        await using var stays = new RawServer(
            (request, connection) => request.Method == "DELETE" ? garbage(connection) : s_endpoint(connection));

        await gone.Client().Endpoints.DeleteAsync("acme", "e");
        await there.Client().Endpoints.DeleteAsync("acme", "e");
        await Expect.ApiErrorAsync(HfErrorKind.InvalidResponse, () => stays.Client().Endpoints.DeleteAsync("acme", "e"));

        Assert.Equal(["DELETE", "GET"], gone.Requests.Select(request => request.Method));
        Assert.Equal(["DELETE", "GET", "DELETE"], there.Requests.Select(request => request.Method));
        Assert.Equal(8, stays.Requests.Count);
    }

    [Theory]
    [InlineData("""{"method":"DELETE","status":429,"times":1}""")]
    [InlineData("""{"method":"DELETE","status":429,"times":3}""")]
    public async Task ADeleteThatWasRefusedFirstDoesNotExcuseThatNothingIsThere(string fault)
    {
        await _service.FailAsync(fault);

        await Expect.ApiErrorAsync(HfErrorKind.EndpointNotFound, () => Endpoints.DeleteAsync("acme", "e"));
    }

    /// <summary>What the refusal means is in its text, of which only a part has come.</summary>
    [Fact]
    public async Task ARefusalThatBreaksOffIsAskedForAgain()
    {
        await _service.PutAsync("e");
        await _service.FailAsync("""{"method":"POST","drop":"middle","times":1}""");

        Assert.Equal("running", (await Endpoints.ResumeAsync("acme", "e")).Status);
        await _service.FailAsync("""{"method":"POST","drop":"middle"}""");
        await Expect.ApiErrorAsync(HfErrorKind.ConnectionFailed, () => Endpoints.ResumeAsync("acme", "e"));
    }

    [Fact]
    public async Task AResumeThatWasRefusedFirstDoesNotExcuseThatItRuns()
    {
        await _service.PutAsync("e");
        await _service.FailAsync("""{"method":"POST","status":429,"times":2}""");

        await Expect.ApiErrorAsync(
            HfErrorKind.EndpointAlreadyRunning, () => Endpoints.ResumeAsync("acme", "e", failIfRunning: true));
    }

    [Fact]
    public async Task ADomainWhoseDeleteWasLostIsDeletedAndOneThatNeverWasIsNot()
    {
        await _service.Client.Network.AddDomainAsync("acme", "models.example.com");
        await _service.FailAsync("""{"method":"DELETE","drop":"after","times":1}""");

        await _service.Client.Network.DeleteDomainAsync("acme", "models.example.com");

        await _service.FailAsync("""{"method":"DELETE","status":429,"times":1}""");
        await Expect.ApiErrorAsync(
            HfErrorKind.NotFound, () => _service.Client.Network.DeleteDomainAsync("acme", "models.example.com"));
    }

    [Fact]
    public async Task ADeleteOfADomainWhoseAnswerCannotBeReadIsAnError()
    {
        await _service.FailAsync("""{"method":"DELETE","garbage":"json"}""");

        await Expect.ApiErrorAsync(
            HfErrorKind.InvalidResponse, () => _service.Client.Network.DeleteDomainAsync("acme", "models.example.com"));
    }

    /// <summary>A connection that was used before is one that .NET itself would send a lost request over again.</summary>
    private async Task UseConnectionAsync(bool isWanted)
    {
        if (isWanted)
        {
            await Endpoints.GetAsync("acme", "e");
        }
    }
}
