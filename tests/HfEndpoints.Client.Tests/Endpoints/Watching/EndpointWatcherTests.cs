namespace HfEndpoints.Client.Tests;

public sealed class EndpointWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly WatchOptions s_options = new() { RefreshInterval = s_interval };
    private readonly ManualTimeProvider _clock = new();
    private Service _service = null!;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task AChangeComesByTheStreamWithoutWaitingForTheInterval()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = Watch("e");

        Assert.Equal("initializing", (await NextAsync(watch)).Status);
        ValueTask<bool> next = watch.MoveNextAsync();
        await _service.PutAsync("e", """{"state":"running"}""");

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("running", watch.Current.Status);
        Assert.Equal("acme", watch.Current.Namespace);
    }

    [Fact]
    public async Task WhatDoesNotChangeIsNotReportedTwice()
    {
        await _service.PutAsync("e", """{"state":"running"}""");
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = Watch("e");
        Assert.Equal("running", (await NextAsync(watch)).Status);
        ValueTask<bool> next = watch.MoveNextAsync();

        await _service.PutAsync("e", """{"state":"running","tags":["new"]}""");
        await _service.PutAsync("e", """{"state":"paused"}""");

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("paused", watch.Current.Status);
    }

    [Fact]
    public async Task WithoutAStreamTheEndpointIsAskedForAtTheInterval()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await _service.FailAsync("""{"path":"*/sse","status":501,"body":"no"}""");
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = Watch("e");
        Assert.Equal("initializing", (await NextAsync(watch)).Status);
        ValueTask<bool> next = watch.MoveNextAsync();

        await _service.PutAsync("e", """{"state":"running"}""");
        await _clock.PassAsync(s_interval);

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("running", watch.Current.Status);
        Assert.Single(await _service.RoutesAsync(), IsStream);
    }

    [Fact]
    public async Task AStreamThatBreaksIsOpenedAnew()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await _service.FailAsync("""{"path":"*/sse","times":1,"drop":"middle"}""");
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = Watch("e");
        Assert.Equal("initializing", (await NextAsync(watch)).Status);
        ValueTask<bool> next = watch.MoveNextAsync();

        await _clock.PassAsync(s_interval);
        await _service.PutAsync("e", """{"state":"running"}""");

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("running", watch.Current.Status);
    }

    [Fact]
    public async Task AStreamThatWorkedIsOpenedAgainAtOnceAndNotAtTheInterval()
    {
        string state = "initializing";
        int streams = 0;
        await using var server = new RawServer(async (request, connection) =>
        {
            if (!IsStream(request.Target))
            {
                await connection.AnswerAsync(200, Endpoint(state), "application/json");
            }
            else if (streams++ == 0)
            {
                await connection.AnswerAsync(
                    200, $"data: {Endpoint("initializing")}\n\ndata: {Endpoint("updating")}\n\n", "text/event-stream");
            }
            else
            {
                state = "running";
                await connection.BeginAsync("text/event-stream");
                await connection.HangAsync();
            }
        });
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = server
            .Client(options => options with { TimeProvider = _clock, RetryDelay = TimeSpan.FromHours(1) })
            .GetWatcher().WatchAsync("acme", "e", new WatchOptions { RefreshInterval = TimeSpan.FromHours(1) }).GetAsyncEnumerator();
        Task<HfInferenceEndpoint> running = UntilRunningAsync();

        // All that is waited for is that streams do not follow one another too fast.
        await _clock.PassAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal("e", (await running).Name);

        static string Endpoint(string state) => $$$"""{"name":"e","status":{"state":"{{{state}}}"}}""";

        async Task<HfInferenceEndpoint> UntilRunningAsync()
        {
            HfInferenceEndpoint seen;
            do
            {
                seen = await NextAsync(watch);
            }
            while (seen.Status != "running");

            return seen;
        }
    }

    [Fact]
    public async Task AMissingEndpointIsAnError()
    {
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = Watch("missing");

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => watch.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task AnEndpointThatIsDeletedEndsTheWatchAtOnceWithAnError()
    {
        await _service.PutAsync("e");
        await using IAsyncEnumerator<HfInferenceEndpoint> watch = Watch("e");
        await NextAsync(watch);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await _service.Client.Endpoints.DeleteAsync("acme", "e");

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => next);
    }

    [Fact]
    public async Task MoreEndpointsThanStreamsAreLookedAtByThePagesOfTheList()
    {
        await _service.PutManyAsync(50, "running");
        await using IAsyncEnumerator<EndpointResult> watch = WatchAll(50);
        await NextAsync(watch, 50);

        Assert.Equal(32, (await _service.RoutesAsync()).Count(IsStream));
        Assert.Equal(["GET /v2/endpoint/acme"], (await _service.RoutesAsync()).Where(route => !IsStream(route)).Distinct());
        int looks = (await _service.RoutesAsync()).Count(route => !IsStream(route));

        // One that has a stream is seen by it, one that has none at the interval, by as many pages as before.
        await _service.PutAsync("endpoint-000", """{"state":"paused"}""");
        Assert.Equal("endpoint-000", Assert.Single(await NextAsync(watch, 1)).Target.Name);
        await _service.PutAsync("endpoint-049", """{"state":"paused"}""");
        Task<IReadOnlyList<EndpointResult>> next = NextAsync(watch, 1);
        await _clock.PassAsync(s_interval);

        Assert.Equal("endpoint-049", Assert.Single(await next).Target.Name);
        Assert.InRange((await _service.RoutesAsync()).Count(route => !IsStream(route)), looks + 1, 2 * looks);
        Assert.Equal(32, (await _service.RoutesAsync()).Count(IsStream));
    }

    [Fact]
    public async Task AStreamThatIsFreeGoesToAnotherEndpoint()
    {
        await _service.PutManyAsync(33, "running");
        await using IAsyncEnumerator<EndpointResult> watch = WatchAll(33);
        await NextAsync(watch, 33);
        Task<IReadOnlyList<EndpointResult>> next = NextAsync(watch, 1);

        await _service.Client.Endpoints.DeleteAsync("acme", "endpoint-000");

        EndpointResult gone = Assert.Single(await next);
        Assert.Equal(("endpoint-000", HfErrorKind.EndpointNotFound), (gone.Target.Name, gone.Error?.Kind));
        await Deadline.UntilAsync(async () =>
            (await _service.RoutesAsync()).Contains("GET /v2/endpoint/acme/endpoint-032/sse"));
    }

    [Fact]
    public async Task AnEndpointThatIsMissingEndsNeitherTheOthersNorTheWatch()
    {
        await _service.PutAsync("e", """{"state":"running"}""");
        await using IAsyncEnumerator<EndpointResult> watch = _service
            .ClientWith(options => options with { TimeProvider = _clock }).GetWatcher()
            .WatchAsync([new("acme", "missing"), new("acme", "e"), new("acme", "e")], s_options).GetAsyncEnumerator();

        IReadOnlyList<EndpointResult> first = await NextAsync(watch, 2);
        Assert.Equal(
            HfErrorKind.EndpointNotFound, Assert.Single(first, result => result.Target.Name == "missing").Error?.Kind);
        Task<IReadOnlyList<EndpointResult>> next = NextAsync(watch, 1);
        await _service.PutAsync("e", """{"state":"paused"}""");

        Assert.Equal("paused", Assert.Single(await next).Endpoint?.Status);
    }

    [Fact]
    public async Task AWaitEndsAtTheChangeAndNotAtTheNextRound()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await using IAsyncEnumerator<EndpointResult> results = _service.ClientWith(options => options with { TimeProvider = _clock })
            .GetWaiter().WaitAsync([new("acme", "e")], new WaitOptions()).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        await Deadline.UntilAsync(async () => (await _service.RoutesAsync()).Contains("GET /v2/endpoint/acme/e/sse"));

        await _service.PutAsync("e", """{"state":"running"}""");

        // The clock never moves: only the stream can have reported it.
        Assert.True(await next.WithinDeadlineAsync());
        Assert.Equal("running", results.Current.Endpoint?.Status);
    }

    [Fact]
    public async Task ManyEndpointsAreWaitedForWithoutStreams()
    {
        await _service.PutManyAsync(10, "initializing");
        using var stop = new CancellationTokenSource();
        Task wait = Expect.AllAsync(_service.ClientWith(options => options with { TimeProvider = _clock }).GetWaiter().WaitAsync(
            Enumerable.Range(0, 10).Select(i => new WaitTarget("acme", $"endpoint-{i:000}")), new WaitOptions(), stop.Token));

        await _clock.PassAsync(s_interval);
        await _clock.TimerAsync(left => left == s_interval);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.DoesNotContain(await _service.RoutesAsync(), route => route.EndsWith("/sse", StringComparison.Ordinal));
    }

    private static bool IsStream(string route) => route.EndsWith("/sse", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<EndpointResult>> NextAsync(IAsyncEnumerator<EndpointResult> watch, int count)
    {
        var results = new List<EndpointResult>();
        while (results.Count < count)
        {
            Assert.True(await watch.MoveNextAsync().AsTask().WithinDeadlineAsync());
            results.Add(watch.Current);
        }

        return results;
    }

    private IAsyncEnumerator<EndpointResult> WatchAll(int count) =>
        _service.ClientWith(options => options with { TimeProvider = _clock }).GetWatcher()
            .WatchAsync(Enumerable.Range(0, count).Select(i => new WaitTarget("acme", $"endpoint-{i:000}")), s_options)
            .GetAsyncEnumerator();

    private static async Task<HfInferenceEndpoint> NextAsync(IAsyncEnumerator<HfInferenceEndpoint> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WithinDeadlineAsync());
        return watch.Current;
    }

    private IAsyncEnumerator<HfInferenceEndpoint> Watch(string name) =>
        _service.ClientWith(options => options with { TimeProvider = _clock })
            .GetWatcher().WatchAsync("acme", name, s_options).GetAsyncEnumerator();
}
