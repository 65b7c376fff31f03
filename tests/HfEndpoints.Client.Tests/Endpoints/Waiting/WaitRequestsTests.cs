namespace HfEndpoints.Client.Tests;

public sealed class WaitRequestsTests : IAsyncLifetime
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(5);
    private readonly ManualTimeProvider _clock = new();
    private Service _service = null!;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(50, 50, 1, 1)]
    [InlineData(50, 100, 1, 1)]
    [InlineData(150, 150, 2, 2)]
    [InlineData(2, 2, 1, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 500, 1, 1)]
    [InlineData(3, 500, 4, 3)]
    [InlineData(4, 900, 5, 4)]
    public async Task ARoundTakesTheFewestRequests(int targets, int endpoints, int first, int later)
    {
        await _service.PutManyAsync(endpoints, "initializing");
        // The list is newest first: the oldest are on its last page.
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<EndpointResult> results = Wait("acme", targets).GetAsyncEnumerator(cancel.Token);
        ValueTask<bool> next = results.MoveNextAsync();

        Assert.InRange(await CountRoundAsync(), 1, first);
        _clock.Advance(s_round);
        Assert.InRange(await CountRoundAsync(), 1, later);
        _clock.Advance(s_round);
        Assert.InRange(await CountRoundAsync(), 1, later);

        Assert.False(next.IsCompleted);
        await StopAsync(next, cancel);
    }

    [Fact]
    public async Task EachNamespaceIsReadInItsOwnWay()
    {
        await _service.PutManyAsync(40, "initializing");
        await _service.PutAsync("one", """{"state":"initializing"}""", "globex");
        using var cancel = new CancellationTokenSource();
        await using IAsyncEnumerator<EndpointResult> results =
            Wait("acme", 40, new WaitTarget("globex", "one")).GetAsyncEnumerator(cancel.Token);
        ValueTask<bool> next = results.MoveNextAsync();
        await _clock.TimerAsync(left => left == s_round);

        Assert.Equal(
            ["GET /v2/endpoint/acme", "GET /v2/endpoint/globex/one"], (await _service.RoutesAsync()).Order());
        await StopAsync(next, cancel);
    }

    [Fact]
    public async Task ManyBecomeReadyInOneRound()
    {
        await _service.PutManyAsync(50, "initializing");
        Task<List<EndpointResult>> wait = Expect.AllAsync(Wait("acme", 50));
        await _clock.TimerAsync(left => left == s_round);
        await _service.PutManyAsync(50, "running");
        await _service.ForgetRequestsAsync();
        _clock.Advance(s_round);

        List<EndpointResult> results = await wait.WithinDeadlineAsync();

        Assert.Equal(50, results.Count(result => result.Endpoint?.Status == "running"));
        string[] routes = await _service.RoutesAsync();
        Assert.Equal(1, routes.Count(route => route == "GET /v2/endpoint/acme"));
        Assert.Equal(50, routes.Count(route => route.StartsWith("GET /serve/", StringComparison.Ordinal)));
        Assert.Equal(51, routes.Length);
    }

    [Fact]
    public async Task AListThatIsRefusedEndsAllThatWereOnIt()
    {
        await _service.PutManyAsync(10, "initializing");
        await _service.FailAsync("""{"method":"GET","path":"/v2/endpoint/acme","status":403,"body":{"error":"no"}}""");

        List<EndpointResult> results = await Expect.AllAsync(Wait("acme", 10)).WithinDeadlineAsync();

        Assert.Equal(10, results.Count(result => result.Error is not null));
    }

    private IAsyncEnumerable<EndpointResult> Wait(string owner, int count, params WaitTarget[] more)
    {
        IEnumerable<WaitTarget> targets = Enumerable.Range(0, count).Select(i => new WaitTarget(owner, $"endpoint-{i:d3}"));
        return _service.ClientWith(options => options with { TimeProvider = _clock })
            .GetWaiter().WaitAsync([.. targets, .. more], new WaitOptions { FollowEvents = false });
    }

    private async Task<int> CountRoundAsync()
    {
        await _clock.TimerAsync(left => left == s_round);
        int count = (await _service.RequestsAsync()).Count;
        await _service.ForgetRequestsAsync();
        return count;
    }

    private static async Task StopAsync(ValueTask<bool> next, CancellationTokenSource cancel)
    {
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.AsTask().WithinDeadlineAsync());
    }
}
