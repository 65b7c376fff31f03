namespace HfEndpoints.Client.Tests;

public sealed class WaitTimeoutTests : WaitTests
{
    [Fact]
    public async Task ATimeoutSaysHowEachIs()
    {
        await Service.PutAsync("one", """{"state":"pending"}""");
        await Service.PutAsync("two", """{"state":"initializing","message":"Loading the model."}""");
        Task<List<EndpointResult>> wait = WaitAsync(
            Targets("one", "two"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromSeconds(12) });
        await Clock.PassAsync(Round);
        await Clock.PassAsync(Round);
        await Clock.TimerAsync(left => left == Round);
        Clock.Advance(TimeSpan.FromSeconds(2));

        List<EndpointResult> results = [.. (await wait.WithinDeadlineAsync()).OrderBy(result => result.Target.Name)];

        Assert.All(results, result => Assert.Equal(HfErrorKind.WaitTimeout, result.Error?.Kind));
        Assert.Matches("12 s.*pending", results[0].Error?.Message);
        Assert.Contains("initializing (Loading the model)", results[1].Error?.Message, StringComparison.Ordinal);
        Assert.Equal(0, Clock.PendingTimers);
    }

    [Fact]
    public async Task ATimeoutReportsAServerThatIsNotHealthy()
    {
        await Service.PutAsync("one", """{"state":"running"}""");
        await Service.FailAsync("""{"path":"/serve/*","status":404}""");
        Task<List<EndpointResult>> wait = WaitAsync(
            Targets("one"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromSeconds(2) });
        await Clock.TimerAsync(left => left == Round);
        Clock.Advance(TimeSpan.FromSeconds(2));

        EndpointResult result = Assert.Single(await wait.WithinDeadlineAsync());

        Assert.Equal(
            "Endpoint 'one' is not ready after 2 s: it is running, but its health route '/health' does not answer with 200.",
            result.Error?.Message);
    }

    [Fact]
    public async Task ATimeoutEndsARequestThatHangs()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        Task<List<EndpointResult>> wait = Expect.AllAsync(
            Client(server.Address).GetWaiter().WaitAsync(
                Targets("e"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromSeconds(7) }));
        await server.ReceivedAsync(1);

        await Clock.PassAsync(TimeSpan.FromSeconds(7));

        EndpointResult result = Assert.Single(await wait.WithinDeadlineAsync());
        Assert.Equal(HfErrorKind.WaitTimeout, result.Error?.Kind);
    }

    [Fact]
    public async Task ATimeoutOfNothingStillLooksOnce()
    {
        await Service.PutAsync("ready");
        await Service.PutAsync("slow", """{"state":"initializing"}""");

        List<EndpointResult> results = await WaitAsync(
            Targets("ready", "slow"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.Zero });

        Assert.Equal(["ready", "slow"], results.Select(result => result.Target.Name));
        Assert.Equal("running", results[0].Endpoint?.Status);
        Assert.Equal(HfErrorKind.WaitTimeout, results[1].Error?.Kind);
    }
}
