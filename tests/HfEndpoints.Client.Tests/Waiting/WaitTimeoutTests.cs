using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Tests.Support;
using HfEndpoints.Client.Waiting;

namespace HfEndpoints.Client.Tests.Waiting;

public sealed class WaitTimeoutTests : IAsyncLifetime
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(5);
    private readonly ManualTimeProvider _clock = new();
    private Service _service = null!;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task ATimeoutTellsHowEachIs()
    {
        await _service.PutAsync("one", """{"state":"pending"}""");
        await _service.PutAsync("two", """{"state":"initializing","message":"Loading the model."}""");
        Task<List<WaitResult>> wait = WaitAsync(
            Targets("one", "two"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromSeconds(12) });
        await _clock.PassAsync(s_round);
        await _clock.PassAsync(s_round);
        await _clock.TimerAsync(left => left == s_round);
        _clock.Advance(TimeSpan.FromSeconds(2));

        List<WaitResult> results = [.. (await wait.WithinDeadlineAsync()).OrderBy(result => result.Target.Name)];

        Assert.All(results, result => Assert.Equal(HfErrorKind.WaitTimeout, result.Error?.Kind));
        Assert.Contains("not running after 12 s: it is pending", results[0].Error?.Message, StringComparison.Ordinal);
        Assert.Contains("it is initializing (Loading the model).", results[1].Error?.Message, StringComparison.Ordinal);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task ATimeoutTellsOfAServerThatIsNotHealthy()
    {
        await _service.PutAsync("one", """{"state":"running"}""");
        await _service.FailAsync("""{"path":"/serve/*","status":404}""");
        Task<List<WaitResult>> wait = WaitAsync(
            Targets("one"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromSeconds(2) });
        await _clock.TimerAsync(left => left == s_round);
        _clock.Advance(TimeSpan.FromSeconds(2));

        WaitResult result = Assert.Single(await wait.WithinDeadlineAsync());

        Assert.Equal(
            "Endpoint 'one' is not ready after 2 s: it is running, but its health route '/health' does not answer with 200.",
            result.Error?.Message);
    }

    [Fact]
    public async Task ATimeoutEndsARequestThatHangs()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        Task<List<WaitResult>> wait = Expect.AllAsync(
            Client(server.Address).Waiter().WaitAsync(Targets("e"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromSeconds(7) }));
        await server.ReceivedAsync(1);

        await _clock.PassAsync(TimeSpan.FromSeconds(7));

        WaitResult result = Assert.Single(await wait.WithinDeadlineAsync());
        Assert.Equal(HfErrorKind.WaitTimeout, result.Error?.Kind);
        Assert.Contains("has not answered yet", result.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATimeoutOfNothingStillLooksOnce()
    {
        await _service.PutAsync("ready");
        await _service.PutAsync("slow", """{"state":"initializing"}""");

        List<WaitResult> results = await WaitAsync(Targets("ready", "slow"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.Zero });

        Assert.Equal(["ready", "slow"], results.Select(result => result.Target.Name));
        Assert.Equal("running", results[0].Endpoint?.Status.State);
        Assert.Equal(HfErrorKind.WaitTimeout, results[1].Error?.Kind);
    }

    private static WaitTarget[] Targets(params string[] names) => [.. names.Select(name => new WaitTarget("acme", name))];

    private HfClient Client(Uri server) => TestClient.For(server, options => options with { TimeProvider = _clock });

    private IAsyncEnumerable<WaitResult> Waiter(
        IEnumerable<WaitTarget> targets, WaitOptions options, CancellationToken cancellationToken = default) =>
        Client(_service.Address).Waiter().WaitAsync(targets, options, cancellationToken);

    private Task<List<WaitResult>> WaitAsync(IEnumerable<WaitTarget> targets, WaitOptions? options = null) =>
        Expect.AllAsync(Waiter(targets, options ?? new WaitOptions { FollowEvents = false })).WithinDeadlineAsync();
}
